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
    requirements={"comment_required", "documents_present"},
    effects={"submission.accept", "submission.open_stages", "register.fact"},
    roles=None,
    checks=effect_checks(),
    sections={"evaluation", "basics"},
    case_types={"objection"},
    letters={"admission-letter"},
    specialities={"finance", "technical"},
    formula=lambda text: ["公式不完整。"] if text.endswith("+") else [],
    unstaffed=lambda roles: ["丙县"],
)
LICENCE = {"key": "licence", "title": "营业执照"}
NOTICE = {"title": "关于{title}的公示", "length": 5, "closes": "close", "objections": "objection"}
TERM = {"key": "county_term", "title": "审查期限", "length": 10, "runs_in": ["review"]}
PANEL: dict[str, Any] = {
    "by": "panel",
    "size": 5,
    "specialities": {"finance": 1},
    "scheme": {"dimensions": [{"key": "skill", "title": "能力", "weight": 100}]},
    "passed": "pass",
    "failed": "fail",
}
SIGNING = {"by": "sign", "roles": ["county_reviewer"], "passed": "pass", "failed": "fail"}
COUNTY = {"roles": ["county_reviewer"], "scope": "own_region"}
MEETING = {"by": "meeting", "roles": ["city_reviewer"], "passed": "pass", "failed": "fail"}

Change = Callable[[dict[str, Any]], None]


def _faults(change: Change, known: Known = KNOWN) -> list[tuple[str, tuple[str | int, ...]]]:
    document = copy.deepcopy(TWO_STEPS)
    change(document)
    return [(fault.code, fault.path) for fault in definition_faults(document, known)]


def _blocking(change: Change) -> list[str]:
    document = copy.deepcopy(TWO_STEPS)
    change(document)
    return [fault.code for fault in definition_faults(document, KNOWN) if fault.blocks]


def test_a_sound_case_type_has_no_fault() -> None:
    assert _blocking(lambda document: None) == []


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
        "effect_lacks",
        lambda d: d["transitions"][1].update(effects=["register.fact"]),
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
        "unknown_channel",
        lambda d: d["transitions"][1]["notify"][0].update(channels=["site", "pigeon"]),
        ("transitions", 1, "notify", 0, "channels"),
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
    (
        "never_ends",
        lambda d: (d["transitions"][3].update(to="returned"), d["transitions"].pop(4)),
        ("states", 1),
    ),
    ("unknown_level", lambda d: d.update(confidentiality="secret"), ("confidentiality",)),
    ("unknown_retention", lambda d: d.update(retention="long"), ("retention",)),
    ("unknown_retention", lambda d: d["states"][3].update(retention="long"), ("states", 3, "retention")),
    ("unknown_phase", lambda d: d["states"][1].update(phase="moon"), ("states", 1, "phase")),
    ("unknown_assignment", lambda d: d["states"][1].update(assign="lot"), ("states", 1, "assign")),
    (
        "unknown_section",
        lambda d: d["states"][1].update(hidden={"expert": ["moon"]}),
        ("states", 1, "hidden", "expert"),
    ),
    ("unknown_party", lambda d: d.update(documents=[{**LICENCE, "party": "moon"}]), ("documents", 0, "party")),
    (
        "unknown_document",
        lambda d: d["transitions"][3].update(requires=[{"name": "documents_present", "documents": ["moon"]}]),
        ("transitions", 3, "requires", 0),
    ),
    ("unknown_letter", lambda d: d["transitions"][3].update(letter="moon"), ("transitions", 3, "letter")),
    (
        "unknown_exclusion",
        lambda d: d["transitions"][3]["actor"].update(exclude=["moon"]),
        ("transitions", 3, "actor", "exclude"),
    ),
    ("unknown_state", lambda d: d["transitions"][3].update(to=["accepted", "moon"]), ("transitions", 3, "to")),
    ("nobody_chooses", lambda d: d["transitions"][4].update(to=["accepted", "$origin"]), ("transitions", 4, "to")),
    (
        "wrong_formula",
        lambda d: d["transitions"][3].update(guards=[{"formula": "=1+", "message": "不可能。"}]),
        ("transitions", 3, "guards", 0, "formula"),
    ),
    (
        "recall_of_effects",
        lambda d: d["transitions"][3].update(recall=True, effects=["submission.accept"]),
        ("transitions", 3, "recall"),
    ),
    ("no_actor_there", lambda d: None, ("transitions", 1, "actor")),
    ("notice_and_kind", lambda d: d["states"][1].update(kind="notice"), ("states", 1, "notice")),
    (
        "unknown_case_type",
        lambda d: d["states"][1].update(notice={**NOTICE, "objections": "moon"}),
        ("states", 1, "notice", "objections"),
    ),
    ("term_length", lambda d: d["states"][1].update(notice={**NOTICE, "length": 0}), ("states", 1, "notice", "length")),
    (
        "no_such_step",
        lambda d: d["states"][1].update(notice={**NOTICE, "closes": "moon"}),
        ("states", 1, "notice", "closes"),
    ),
    (
        "not_the_systems",
        lambda d: d["states"][1].update(notice={**NOTICE, "closes": "accept"}),
        ("states", 1, "notice", "closes"),
    ),
    (
        "unknown_placeholder",
        lambda d: d["states"][1].update(notice={**NOTICE, "title": "{phone}"}),
        ("states", 1, "notice", "title"),
    ),
    ("unknown_unit", lambda d: d.update(deadlines=[{**TERM, "unit": "moon"}]), ("deadlines", 0, "unit")),
    ("deadline_never_runs", lambda d: d.update(deadlines=[{**TERM, "runs_in": []}]), ("deadlines", 0, "runs_in")),
    (
        "runs_and_pauses",
        lambda d: d.update(deadlines=[{**TERM, "pauses_in": ["review"]}]),
        ("deadlines", 0, "pauses_in"),
    ),
    ("unknown_state", lambda d: d.update(deadlines=[{**TERM, "pauses_in": ["moon"]}]), ("deadlines", 0, "pauses_in")),
    ("duplicate_key", lambda d: d.update(deadlines=[TERM, TERM]), ("deadlines", 1, "key")),
    (
        "no_seat",
        lambda d: d.update(deadlines=[{**TERM, "escalate": [{"after": 1, "roles": []}]}]),
        ("deadlines", 0, "escalate", 0, "roles"),
    ),
    ("not_the_systems", lambda d: d.update(deadlines=[{**TERM, "on_expire": "accept"}]), ("deadlines", 0, "on_expire")),
    ("panel_too_small", lambda d: d["states"][1].update(decides={**PANEL, "size": 3}), ("states", 1, "decides")),
    ("panel_even", lambda d: d["states"][1].update(decides={**PANEL, "size": 6}), ("states", 1, "decides")),
    (
        "panel_more_specialities_than_seats",
        lambda d: d["states"][1].update(decides={**PANEL, "specialities": {"finance": 9}}),
        ("states", 1, "decides"),
    ),
    (
        "panel_no_employer_limit",
        lambda d: d["states"][1].update(decides={**PANEL, "per_employer": 0}),
        ("states", 1, "decides"),
    ),
    (
        "unknown_speciality",
        lambda d: d["states"][1].update(decides={**PANEL, "specialities": {"moon": 1}}),
        ("states", 1, "decides", "specialities"),
    ),
    ("scheme_weights", lambda d: _scheme(d, weight=90), ("states", 1, "decides", "scheme")),
    ("scheme_scale", lambda d: _scheme(d, most=0), ("states", 1, "decides", "scheme")),
    ("scheme_aggregate", lambda d: _scheme(d, aggregate="median"), ("states", 1, "decides", "scheme")),
    ("scheme_duplicate", lambda d: _scheme(d, weight=50, times=2), ("states", 1, "decides", "scheme")),
    (
        "unknown_vote_mode",
        lambda d: d["states"][1].update(decides={**SIGNING, "mode": "moon"}),
        ("states", 1, "decides", "mode"),
    ),
    ("no_seat", lambda d: d["states"][1].update(decides={**SIGNING, "roles": []}), ("states", 1, "decides", "roles")),
    (
        "unknown_role",
        lambda d: d["states"][1].update(decides={**SIGNING, "weights": {"moon": 2}}),
        ("states", 1, "decides", "weights"),
    ),
    (
        "unknown_document",
        lambda d: d["states"][1].update(decides={**MEETING, "minutes": "moon"}),
        ("states", 1, "decides", "minutes"),
    ),
    ("wrong_kind", lambda d: d["states"][1].update(decides={**SIGNING, "by": "lot"}), ("states", 1, "decides", "by")),
    (
        "wrong_kind",
        lambda d: d["states"][1].update(decides={**SIGNING, "share": "2/0"}),
        ("states", 1, "decides", "share"),
    ),
    ("missing_key", lambda d: d["states"][1].update(decides={"by": "panel"}), ("states", 1, "decides")),
]


def _scheme(document: dict[str, Any], *, times: int = 1, aggregate: str = "mean", **changes: Any) -> None:
    """Give the panel of the review a scheme of one dimension, changed, so many times."""
    dimension = {"key": "skill", "title": "能力", "weight": 100, **changes}
    scheme = {"dimensions": [dimension] * times, "aggregate": aggregate}
    document["states"][1]["decides"] = {**PANEL, "scheme": scheme}


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


def test_a_whole_case_type_of_the_reference_has_no_fault() -> None:
    def whole(document: dict[str, Any]) -> None:
        document.update(
            form="sheet",
            confidentiality="confidential",
            retention="permanent",
            phases=[{"key": "review", "title": "审核"}],
            documents=[{**LICENCE, "signers": ["enterprise", "county"]}],
            deadlines=[{**TERM, "pauses_in": ["returned"], "remind": [3, 1], "on_expire": "close"}],
        )
        document["states"][1].update(phase="review", hidden={"expert": ["basics"]}, assign="load")
        document["states"].append({"key": "shown", "title": "公示中", "kind": "notice", "notice": NOTICE})
        document["transitions"] += [
            {
                "key": "show",
                "title": "公示",
                "from": ["review"],
                "to": "shown",
                "actor": COUNTY,
                "letter": "admission-letter",
            },
            {
                "key": "close",
                "title": "公示期满",
                "from": ["shown", "review"],
                "to": "accepted",
                "actor": {"scope": "system"},
            },
            {"key": "back", "title": "退回任意节点", "from": ["shown"], "to": ["review", "$origin"], "actor": COUNTY},
        ]

    assert _blocking(whole) == []


def test_a_county_without_anybody_for_a_step_is_a_warning_that_does_not_keep_from_publishing() -> None:
    faults = definition_faults(TWO_STEPS, KNOWN)
    assert [fault.blocks for fault in faults if fault.code == "no_actor_there"] == [False, False]


def test_every_fault_has_its_words() -> None:
    assert {case[0] for case in CASES} | {"unknown_role"} == set(MESSAGES)
