"""警告 → 限期整改 → 移出 → 申诉: case types whose steps write on the register and open the next case."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from cases.errors import CaseTypeInvalid, RequirementMissing
from cases.facade import case_type_load
from cases.models import Case, CaseLink
from cases.selectors.visibility import visible_to
from cms.accounts.models import RegisterEntry
from tests.cases.terms_world import OFFICE, at, opened, take
from tests.cases.world import World

APPLICANT = {"roles": ["org_admin"], "scope": "applicant"}


def _type(key: str, *steps: dict[str, Any]) -> dict[str, Any]:
    states = [
        {"key": "open", "title": "办理中", "kind": "start"},
        {"key": "closed", "title": "已办结", "kind": "final"},
    ]
    base = {"from": ["open"], "to": "closed", "actor": OFFICE}
    return {
        "key": key,
        "title": key,
        "number_prefix": key[:2].upper(),
        "states": states,
        "transitions": [{**base, "title": step["key"], **step} for step in steps],
    }


def _fact(kind: str, **more: Any) -> dict[str, Any]:
    return {"name": "register.fact", "kind": kind, **more}


def _open(case_type: str, link: str) -> dict[str, Any]:
    return {"name": "case.open", "case_type": case_type, "link": link}


CHAIN = (
    _type("appeal", {"key": "uphold"}),
    _type(
        "removal",
        {"key": "remove", "to": "open", "effects": [_fact("removed", months=24)]},
        {"key": "appeal", "actor": APPLICANT, "effects": [_open("appeal", "appeal")]},
    ),
    _type("rectification", {"key": "fail", "effects": [_open("removal", "removal")]}),
    _type(
        "inspection",
        {"key": "warn", "effects": [_fact("warning")]},
        {
            "key": "order",
            "requires": [{"name": "register_count", "kind": "warning", "at_least": 2, "months": 12}],
            "effects": [_fact("rectification"), _open("rectification", "rectification")],
        },
    ),
)


@pytest.fixture
def clock(world: World) -> Iterator[Any]:
    with time_machine.travel(at(2025, 1, 2), tick=False) as travelling:
        for document in CHAIN:
            case_type_load(document, publish=True)
        travelling.move_to(at(2026, 3, 2))
        yield travelling


def _linked(case: Case, kind: str) -> Case:
    return CaseLink.objects.get(case=case, kind=kind).other


def test_warnings_of_a_year_lead_to_removal_and_an_appeal(world: World, clock: Any) -> None:
    for month in (1, 3):
        clock.move_to(at(2026, month, 5))
        take(opened(world, "inspection"), "warn", world.reviewer)
    clock.move_to(at(2026, 4, 1))
    inspection = take(opened(world, "inspection"), "order", world.reviewer)
    rectification = _linked(inspection, "rectification")
    assert (rectification.applicant, rectification.region, rectification.opened_by) == (
        world.enterprise,
        world.county,
        world.reviewer,
    )
    removal = _linked(take(rectification, "fail", world.reviewer), "removal")
    take(removal, "remove", world.reviewer)
    appeal = _linked(take(removal, "appeal", world.applicant), "appeal")
    assert appeal.number in set(visible_to(world.applicant).values_list("number", flat=True))
    found = RegisterEntry.objects.filter(organisation=world.enterprise).values_list("kind", "case_number")
    assert [kind for kind, _number in found] == ["warning", "warning", "rectification", "removed"]
    assert ("removed", removal.number) in set(found)


def test_warnings_that_are_older_than_the_months_do_not_count(world: World, clock: Any) -> None:
    for moment in (at(2025, 4, 1), at(2026, 3, 5)):
        clock.move_to(moment)
        RegisterEntry.objects.create(
            organisation=world.enterprise, kind="warning", since=moment.date(), case_number="XX"
        )
    clock.move_to(at(2026, 4, 1))
    assert take(opened(world, "inspection"), "order", world.reviewer).state == "closed"
    clock.move_to(at(2026, 4, 2))
    with pytest.raises(RequirementMissing, match="需满 2 条"):
        take(opened(world, "inspection"), "order", world.reviewer)


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ({"name": "register.fact"}, "effect_lacks"),
        ({"name": "register.fact", "kind": "warning", "months": 0}, "term_length"),
        ({"name": "register.fact", "kind": "warning", "of": "county"}, "unknown_party"),
        ({"name": "case.open", "case_type": "appeal"}, "effect_lacks"),
    ],
)
def test_an_effect_with_wrong_parameters_is_not_published(world: World, effect: dict[str, Any], code: str) -> None:
    with pytest.raises(CaseTypeInvalid) as caught:
        case_type_load(_type("wrong", {"key": "warn", "effects": [effect]}), publish=True)
    assert [fault.code for fault in caught.value.faults] == [code]
