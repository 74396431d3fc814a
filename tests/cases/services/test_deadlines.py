"""Deadlines start, stand, go on and end with the steps of their case, and say why the day is the day."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from cases.errors import CalendarMissing, CaseError, DeadlineRefused, NotPermitted, RequirementMissing
from cases.models import CaseDeadline, CaseEvent
from cases.selectors.definitions import definition_of
from cases.services.deadline_acts import DeadlineOrder, deadline_extend, deadline_pause, deadline_resume
from cases.services.deadlines import follow_deadlines
from cases.services.effects import Step
from cms.accounts.models import User
from cms.core.models import OutboxMessage
from tests.cases.terms_world import at, deadline_of, known_2026, opened, take, terms
from tests.cases.world import World

D = dt.date


@pytest.fixture
def office(world: World) -> World:
    known_2026()
    terms()
    return world


def _timers(deadline: CaseDeadline) -> list[tuple[str, int, dt.date]]:
    return [(one.kind, one.step, one.fires_on) for one in deadline.timers.order_by("fires_on", "pk")]


def test_a_term_begins_where_its_state_is_entered_and_lists_why_it_ends_that_day(office: World) -> None:
    with time_machine.travel(at(2026, 2, 9), tick=False):
        case = take(opened(office), "begin", office.reviewer)
    deadline = deadline_of(case)
    assert (deadline.started_on, deadline.due_on, deadline.status) == (D(2026, 2, 9), D(2026, 2, 28), "running")
    assert [(one["kind"], one["first"], one["last"]) for one in deadline.reasons] == [
        ("make_up", "2026-02-14", "2026-02-14"),
        ("holiday", "2026-02-15", "2026-02-23"),
        ("make_up", "2026-02-28", "2026-02-28"),
    ]


def test_reminders_and_the_ladder_fall_on_working_days_and_the_end_on_the_day_after(office: World) -> None:
    with time_machine.travel(at(2026, 2, 9), tick=False):
        deadline = deadline_of(take(opened(office), "begin", office.reviewer))
    # 28 February is a Saturday on which people work; Sunday 1 March is off.
    assert _timers(deadline) == [
        ("remind", 3, D(2026, 2, 25)),
        ("remind", 1, D(2026, 2, 27)),
        ("expire", 0, D(2026, 3, 1)),
        ("escalate", 1, D(2026, 3, 2)),
        ("escalate", 3, D(2026, 3, 4)),
    ]


def test_a_reminder_from_before_the_term_began_is_none(world: World) -> None:
    known_2026()
    terms(length=2)
    with time_machine.travel(at(2026, 3, 2), tick=False):
        deadline = deadline_of(take(opened(world), "begin", world.reviewer))
    assert [step for kind, step, _day in _timers(deadline) if kind == "remind"] == [1]


def test_a_step_within_the_states_of_a_term_lets_it_go_on(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False) as clock:
        case = take(opened(office), "begin", office.reviewer)
        clock.move_to(at(2026, 3, 4))
        take(case, "pass_on", office.reviewer)
    assert deadline_of(case).due_on == D(2026, 3, 16)
    assert CaseDeadline.objects.count() == 1


def test_the_clock_stands_in_a_pausing_state_and_the_day_moves_by_as_much(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False) as clock:
        case = take(opened(office), "begin", office.reviewer)
        clock.move_to(at(2026, 3, 4))
        take(case, "return", office.reviewer)
        standing = deadline_of(case)
        assert (standing.status, standing.due_on, _timers(standing)) == ("paused", None, [])
        clock.move_to(at(2026, 3, 11))
        take(case, "again", office.reviewer)
    deadline = deadline_of(case)
    assert (deadline.pk, deadline.status, deadline.due_on) == (standing.pk, "running", D(2026, 3, 23))
    assert deadline.pauses == [{"start": "2026-03-04", "end": "2026-03-11", "why": "退回补正"}]
    assert deadline.reasons[0]["kind"] == "pause"
    assert ("expire", 0, D(2026, 3, 24)) in _timers(deadline)


@pytest.mark.parametrize(("day", "status"), [(16, "met"), (17, "expired")])
def test_leaving_the_states_ends_the_term_and_its_timers(office: World, day: int, status: str) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False) as clock:
        case = take(opened(office), "begin", office.reviewer)
        clock.move_to(at(2026, 3, day))
        take(case, "finish", office.reviewer)
    deadline = deadline_of(case)
    assert (deadline.status, deadline.due_on, _timers(deadline)) == (status, D(2026, 3, 16), [])
    assert deadline.ended_at == at(2026, 3, day)


def test_a_procedure_without_terms_asks_for_none(office: World, django_assert_num_queries: Any) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False):
        case = take(take(opened(office), "begin", office.reviewer), "finish", office.reviewer)
        take(case, "note", office.reviewer)
    event = CaseEvent.objects.get(case=case, transition="note")
    definition = definition_of(case.version)
    step = Step(case, event, definition, definition.transitions[0], office.reviewer)
    with django_assert_num_queries(0):
        follow_deadlines(step)


def test_a_year_that_nobody_has_entered_stops_no_step_is_not_guessed_and_is_told_to_its_owners(office: World) -> None:
    with time_machine.travel(at(2026, 12, 25), tick=False):
        case = take(opened(office), "begin", office.reviewer)
    deadline = deadline_of(case)
    assert case.state == "review"
    assert (deadline.due_on, deadline.unknown_year, deadline.reasons) == (None, 2027, [])
    told = OutboxMessage.objects.get(topic="reference.calendar_year_missing")
    assert told.payload == {"year": 2027}


def test_a_ladder_that_reaches_an_unknown_year_says_so_and_keeps_the_rest(office: World) -> None:
    with time_machine.travel(at(2026, 12, 16), tick=False):
        deadline = deadline_of(take(opened(office), "begin", office.reviewer))
    assert (deadline.due_on, deadline.unknown_year) == (D(2026, 12, 30), 2027)
    assert {(kind, step) for kind, step, _day in _timers(deadline)} == {
        ("remind", 3), ("remind", 1), ("expire", 0), ("escalate", 1),
    }  # fmt: skip


def _order(case: Any, actor: User, ground: str = "案情复杂", key: str = "one") -> DeadlineOrder:
    return DeadlineOrder(case.pk, "review_term", ground, actor, f"{key}-{case.revision}", None)


def test_an_office_pauses_resumes_and_extends_on_the_record(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False) as clock:
        case = take(opened(office), "begin", office.reviewer)
        clock.move_to(at(2026, 3, 4))
        deadline_pause(order=_order(case, office.reviewer, "等待检测报告", "p"))
        assert deadline_of(case).due_on is None
        clock.move_to(at(2026, 3, 11))
        deadline_resume(order=_order(case, office.reviewer, "检测报告已到", "r"))
        deadline_extend(order=_order(case, office.reviewer, key="e"), length=5)
    deadline = deadline_of(case)
    assert (deadline.status, deadline.due_on) == ("running", D(2026, 3, 30))
    assert deadline.extensions == [{"length": 5, "why": "案情复杂", "on": "2026-03-11"}]
    acts = CaseEvent.objects.filter(case=case, transition__startswith="$").order_by("seq")
    assert [(one.transition, one.payload["comment"]) for one in acts] == [
        ("$pause", "等待检测报告"),
        ("$resume", "检测报告已到"),
        ("$extend", "案情复杂"),
    ]
    assert acts[2].payload["facts"] == {"deadline": "review_term", "length": 5}
    assert {one.to_state for one in acts} == {"review"}


def test_the_same_request_twice_extends_once(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False):
        case = take(opened(office), "begin", office.reviewer)
        order = _order(case, office.reviewer)
        first, again = deadline_extend(order=order, length=2), deadline_extend(order=order, length=2)
    assert (first.replayed, again.replayed, len(deadline_of(case).extensions)) == (False, True, 1)


def test_only_those_who_act_where_the_term_runs_may_change_it(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False):
        case = take(opened(office), "begin", office.reviewer)
        for actor in (office.applicant, office.city_reviewer):
            with pytest.raises(NotPermitted):
                deadline_extend(order=_order(case, actor), length=1)
        with pytest.raises(CaseError) as caught:
            deadline_extend(order=_order(case, office.other_reviewer), length=1)
    assert caught.value.code == "case_not_found"


def test_what_cannot_be_done_to_a_term_is_refused_in_words(office: World) -> None:
    with time_machine.travel(at(2026, 3, 2), tick=False) as clock:
        case = take(opened(office), "begin", office.reviewer)
        order = _order(case, office.reviewer)
        with pytest.raises(RequirementMissing):
            deadline_pause(order=_order(case, office.reviewer, "  "))
        with pytest.raises(DeadlineRefused):
            deadline_resume(order=order)
        for length in (0, 11):
            with pytest.raises(DeadlineRefused):
                deadline_extend(order=order, length=length)
        take(case, "return", office.reviewer)
        with pytest.raises(DeadlineRefused, match="当前状态"):
            deadline_resume(order=_order(case, office.reviewer))
        take(case, "again", office.reviewer)
        clock.move_to(at(2026, 3, 17))
        for refused in (lambda: deadline_pause(order=order), lambda: deadline_extend(order=order, length=1)):
            with pytest.raises(DeadlineRefused, match="最后一天已过"):
                refused()
        take(case, "finish", office.reviewer)
        with pytest.raises(DeadlineRefused):
            deadline_pause(order=_order(case, office.reviewer))
    assert not CaseEvent.objects.filter(transition__startswith="$").exists()


def test_more_time_into_an_unknown_year_is_refused_and_its_owners_hear_of_it(office: World) -> None:
    with time_machine.travel(at(2026, 12, 14), tick=False):
        case = take(opened(office), "begin", office.reviewer)
        OutboxMessage.objects.all().delete()
        with pytest.raises(CalendarMissing, match="2027"):
            deadline_extend(order=_order(case, office.reviewer), length=8)
    deadline = deadline_of(case)
    assert (deadline.due_on, deadline.extensions) == (D(2026, 12, 28), [])
    assert OutboxMessage.objects.filter(topic="reference.calendar_year_missing").exists()
