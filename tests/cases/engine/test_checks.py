"""The checks name every fault of a case type before it is published."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from cases.engine.checks import Known, definition_faults
from cases.fault_messages import MESSAGES
from cases.services.effects import effect_checks
from tests.cases.world import TWO_STEPS

KNOWN = Known(
    requirements={"comment_required"},
    effects={"submission.accept", "submission.open_stages"},
    roles=None,
    checks=effect_checks(),
)

Change = Callable[[dict[str, Any]], None]


def _faults(change: Change, known: Known = KNOWN) -> list[tuple[str, tuple[str | int, ...]]]:
    document = copy.deepcopy(TWO_STEPS)
    change(document)
    return [(fault.code, fault.path) for fault in definition_faults(document, known)]


def test_a_sound_case_type_has_no_fault() -> None:
    assert _faults(lambda document: None) == []


CASES: list[tuple[str, Change, tuple[str | int, ...]]] = [
    ("missing_key", lambda d: d.pop("title"), ()),
    ("missing_key", lambda d: d["transitions"][0].pop("to"), ("transitions", 0)),
    ("missing_key", lambda d: d["transitions"][0]["actor"].pop("scope"), ("transitions", 0, "actor")),
    ("unknown_key", lambda d: d["states"][1].update(colour="red"), ("states", 1, "colour")),
    ("wrong_kind", lambda d: d.update(states="filling"), ("states",)),
    ("wrong_kind", lambda d: d["transitions"][1].update({"from": "review"}), ("transitions", 1, "from")),
    ("wrong_kind", lambda d: d["states"][1]["sections"].update(county="all"), ("states", 1, "sections", "county")),
    ("wrong_kind", lambda d: d["transitions"][1].update(requires=[{"params": {}}]), ("transitions", 1, "requires")),
    ("duplicate_key", lambda d: d["states"][2].update(key="review"), ("states", 2, "key")),
    ("duplicate_key", lambda d: d["transitions"].append(d["transitions"][3]), ("transitions", 5, "key")),
    ("one_start_state", lambda d: d["states"][1].update(kind="start"), ("states",)),
    ("one_start_state", lambda d: d["states"][0].update(kind="work"), ("states",)),
    ("unknown_kind", lambda d: d["states"][1].update(kind="limbo"), ("states", 1, "kind")),
    ("unknown_party", lambda d: d["states"][1]["sections"].update(moon=["x"]), ("states", 1, "sections", "moon")),
    (
        "unknown_scope",
        lambda d: d["transitions"][0]["actor"].update(scope="moon"),
        ("transitions", 0, "actor", "scope"),
    ),
    ("no_actor", lambda d: d["transitions"][0]["actor"].update(roles=[]), ("transitions", 0, "actor")),
    ("unknown_requirement", lambda d: d["transitions"][1].update(requires=["luck"]), ("transitions", 1, "requires", 0)),
    ("unknown_effect", lambda d: d["transitions"][1].update(effects=["rm -rf"]), ("transitions", 1, "effects", 0)),
    (
        "unknown_stage",
        lambda d: d["transitions"][1].update(effects=[{"name": "submission.open_stages", "stages": ["during"]}]),
        ("transitions", 1, "effects", 0),
    ),
    (
        "no_stage",
        lambda d: d["transitions"][1].update(effects=["submission.open_stages"]),
        ("transitions", 1, "effects", 0),
    ),
    (
        "unknown_audience",
        lambda d: d["transitions"][1]["notify"][0].update(to="press"),
        ("transitions", 1, "notify", 0, "to"),
    ),
    (
        "unknown_placeholder",
        lambda d: d["transitions"][1]["notify"][0].update(title="{case.__class__}"),
        ("transitions", 1, "notify", 0, "title"),
    ),
    ("unknown_state", lambda d: d["transitions"][3].update(to="heaven"), ("transitions", 3, "to")),
    ("unknown_state", lambda d: d["transitions"][3]["from"].append("limbo"), ("transitions", 3, "from", 1)),
    ("unknown_style", lambda d: d["transitions"][3].update(style="pink"), ("transitions", 3, "style")),
    (
        "unreachable_state",
        lambda d: d["states"].append({"key": "island", "title": "孤岛", "kind": "final"}),
        ("states", 4),
    ),
    ("dead_end", lambda d: d["states"][3].update(kind="work"), ("states", 3)),
    ("unknown_transition", lambda d: d["opening"].update(first="jump"), ("opening", "first")),
    ("opening_not_from_start", lambda d: d["opening"].update(first="accept"), ("opening", "first")),
]


@pytest.mark.parametrize(("code", "change", "path"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_the_fault_is_named_with_its_place(code: str, change: Change, path: tuple[str | int, ...]) -> None:
    assert (code, path) in _faults(change)


def test_a_role_that_does_not_exist_is_named_once_roles_are_known() -> None:
    known = Known(KNOWN.requirements, KNOWN.effects, roles={"org_admin", "county_reviewer"})
    assert ("unknown_role", ("transitions", 0, "actor", "roles")) in _faults(lambda document: None, known)


def test_a_loop_that_never_leaves_its_state_is_a_dead_end() -> None:
    def loop(document: dict[str, Any]) -> None:
        document["transitions"] = [item for item in document["transitions"] if "returned" not in item["from"]]
        again = copy.deepcopy(TWO_STEPS["transitions"][2])
        document["transitions"].append({**again, "to": "returned"})

    assert ("dead_end", ("states", 2)) in _faults(loop)


@pytest.mark.parametrize("document", [None, [], "text", 7, {"states": {}}])
def test_what_is_no_case_type_at_all_is_refused_without_a_crash(document: Any) -> None:
    assert definition_faults(document, KNOWN)


def test_every_fault_has_its_words() -> None:
    assert {case[0] for case in CASES} | {"unknown_role"} == set(MESSAGES)
