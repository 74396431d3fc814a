"""Whose work a case is after each step."""

import copy
import datetime as dt
from typing import Any

import pytest

from cases.errors import TargetUnknown
from cases.facade import case_type_load
from cases.models import Case, CaseTask
from cases.services.perform import perform
from cms.accounts.models import Membership, Role, User
from tests.cases.world import TWO_STEPS, World


def _case(world: World, state: str = "filling", **review: Any) -> Case:
    """Return a case of a type like the two steps whose review is changed, and that may be sent back and forth."""
    document = copy.deepcopy(TWO_STEPS)
    document.update(key="handled", number_prefix="BL")
    document["states"][1].update(review)
    document["states"].insert(2, {"key": "city", "title": "待市级审核", "kind": "work"})
    city = {"roles": ["city_reviewer"], "scope": "own_region"}
    county = {"roles": ["county_reviewer"], "scope": "own_region"}
    document["transitions"] += [
        {"key": "forward", "title": "上报", "from": ["review"], "to": "city", "actor": county},
        {"key": "back", "title": "退回", "from": ["city"], "to": "$origin", "actor": city},
        {"key": "choose", "title": "退回任意节点", "from": ["city"], "to": ["filling", "review"], "actor": city},
        {"key": "open", "title": "开办", "from": ["filling"], "to": "review", "actor": {"scope": "system"}},
        {"key": "end", "title": "办结", "from": ["city"], "to": "accepted", "actor": city},
        {"key": "reopen", "title": "重新办理", "from": ["accepted"], "to": "$origin", "actor": city},
    ]
    case_type_load(document, publish=True)
    case = world.case(state=state)
    case.version = case.version.__class__.objects.get(case_type__key="handled")
    case.save()
    return case


def _step(case: Case, transition: str, actor: User | None, **payload: Any) -> Case:
    case.refresh_from_db()
    perform(
        case_id=case.pk,
        transition=transition,
        expected_revision=case.revision,
        idempotency_key=f"{case.pk}-{transition}-{case.revision}",
        actor=actor,
        payload=payload,
    )
    case.refresh_from_db()
    return case


def _colleague(world: World, email: str) -> User:
    user = User.objects.create_user(email, full_name=email)
    role = Role.objects.get(key="county_reviewer")
    Membership.objects.create(user=user, organisation=world.bureau, role=role, valid_from=dt.date(2026, 1, 1))
    return user


def _open_tasks(case: Case) -> list[User]:
    return [task.assignee for task in case.tasks.filter(status="open").order_by("pk")]


def test_work_that_anybody_of_a_role_may_do_is_nobodys_task(world: World) -> None:
    case = _step(_case(world), "open", None)
    assert _open_tasks(case) == []


def test_work_by_load_goes_to_whoever_has_the_least_open(world: World) -> None:
    colleague = _colleague(world, "colleague@example.com")
    case = _case(world, assign="load")
    busy = world.case()
    CaseTask.objects.create(case=busy, kind="handle", state="review", entered_seq=0, assignee=world.reviewer)
    assert _open_tasks(_step(case, "open", None)) == [colleague]


def test_work_in_turn_goes_to_whoever_waited_longest_for_some(world: World) -> None:
    colleague = _colleague(world, "colleague@example.com")
    given = [_open_tasks(_step(_case(world, assign="round_robin"), "open", None))[0] for _ in range(4)]
    assert given == [world.reviewer, colleague, world.reviewer, colleague]


def test_work_is_never_given_to_somebody_of_another_county(world: World) -> None:
    world.reviewer.memberships.all().delete()
    case = _step(_case(world, assign="load"), "open", None)
    assert _open_tasks(case) == []


def test_a_step_ends_the_task_of_who_took_it_and_drops_what_others_had(world: World) -> None:
    colleague = _colleague(world, "colleague@example.com")
    case = _step(_case(world, assign="load"), "open", None)
    mine, copy_of_it = case.tasks.get(), world.other_reviewer
    seat = {"case": case, "state": "review", "entered_seq": case.entered_seq}
    CaseTask.objects.create(**seat, kind="seat", assignee=colleague)
    CaseTask.objects.create(**seat, kind="copy", assignee=copy_of_it)
    _step(case, "forward", mine.assignee)
    assert {(task.kind, task.status) for task in case.tasks.all()} == {
        ("handle", "done"),
        ("seat", "dropped"),
        ("copy", "open"),
    }


def test_what_is_sent_back_to_where_it_came_from_goes_to_who_handled_it_there(world: World) -> None:
    _colleague(world, "colleague@example.com")
    case = _step(_case(world), "open", None)
    _step(case, "forward", world.reviewer)
    _step(case, "back", world.city_reviewer)
    assert (case.state, _open_tasks(case)) == ("review", [world.reviewer])


def test_who_no_longer_holds_the_role_does_not_get_the_work_back(world: World) -> None:
    case = _step(_case(world), "open", None)
    _step(case, "forward", world.reviewer)
    world.reviewer.memberships.update(ended_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    _step(case, "back", world.city_reviewer)
    assert (case.state, _open_tasks(case)) == ("review", [])


def test_a_step_that_leads_to_several_states_asks_for_one_of_them(world: World) -> None:
    case = _step(_case(world), "open", None)
    _step(case, "forward", world.reviewer)
    for target in ("", "accepted", "no-such-state"):
        with pytest.raises(TargetUnknown):
            _step(case, "choose", world.city_reviewer, target=target)
    assert _step(case, "choose", world.city_reviewer, target="filling").state == "filling"


def test_an_ended_case_can_be_opened_again_where_it_ended_and_is_no_longer_closed(world: World) -> None:
    case = _step(_case(world), "open", None)
    _step(case, "forward", world.reviewer)
    assert _step(case, "end", world.city_reviewer).closed_at is not None
    again = _step(case, "reopen", world.city_reviewer)
    assert (again.state, again.closed_at) == ("city", None)
