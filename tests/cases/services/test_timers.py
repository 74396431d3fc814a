"""What comes of a deadline by itself: reminders, the ladder on working days, the end by the system."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from cases.models import Case, CaseEvent, CaseTimer
from cases.services import timers
from cases.services.deadline_acts import DeadlineOrder, deadline_extend
from cases.services.deadline_recount import deadlines_recount
from cases.services.timers import timers_fire
from cms.core.models import OutboxMessage
from cms.core.reference.models import CalendarDay, CalendarYear
from tests.cases.terms_world import at, deadline_of, known_2026, leader, opened, take, terms
from tests.cases.world import World

D = dt.date


@pytest.fixture
def office(world: World) -> World:
    known_2026()
    terms()
    return world


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(at(2026, 3, 2), tick=False) as travelling:
        yield travelling


def _told(prefix: str) -> list[tuple[int, str]]:
    found = OutboxMessage.objects.filter(topic="notification", key__startswith="timer:").order_by("pk")
    return [(one.payload["user_id"], one.payload["url"]) for one in found if one.payload["title"].startswith(prefix)]


def test_a_reminder_reaches_those_who_are_to_act_by_message_and_mail(office: World, clock: Any) -> None:
    case = take(opened(office), "begin", office.reviewer)
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 11))
    assert (timers_fire(), timers_fire()) == (1, 0)
    assert _told("还有 3 个工作日到期：县级审查期限") == [(office.reviewer.pk, f"/admin/cases/{case.number}/")]
    mail = OutboxMessage.objects.get(topic="mail")
    assert mail.payload["to"] == office.reviewer.email
    assert "2026-03-16" in mail.payload["body"]


def test_the_ladder_climbs_on_working_days_only(office: World, clock: Any) -> None:
    terms(on_expire="lapse", runs_in=["review"], remind=[], length=9)
    chief = leader(office)
    case = take(opened(office), "begin", office.reviewer)
    take_no_end(case)
    # The last day is Friday 13 March; the rung of one working day is Monday.
    for day in (14, 15):
        clock.move_to(at(2026, 3, day))
        assert timers_fire() == 0
    clock.move_to(at(2026, 3, 16))
    assert timers_fire() == 1
    assert {user for user, _url in _told("已逾期 1 个工作日")} == {office.reviewer.pk, chief.pk}
    # Nobody ran the clock on Wednesday; on the Saturday after it the next rung waits for Monday.
    clock.move_to(at(2026, 3, 21))
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 23))
    assert timers_fire() == 1
    assert office.city_reviewer.pk in {user for user, _url in _told("已逾期 3 个工作日")}


def take_no_end(case: Case) -> None:
    """Leave the ladder alone: the case is not ended by the system."""
    CaseTimer.objects.filter(deadline__case=case, kind="expire").delete()


def test_at_the_end_the_system_takes_its_step_on_the_day_after_the_last(office: World, clock: Any) -> None:
    case = take(opened(office), "begin", office.reviewer)
    CaseTimer.objects.filter(kind="remind").delete()
    clock.move_to(at(2026, 3, 16, 23))
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 17, 1))
    timer = CaseTimer.objects.get(kind="expire")
    assert (timers_fire(), timers_fire()) == (1, 0)
    case.refresh_from_db()
    event = CaseEvent.objects.get(case=case, transition="lapse")
    assert (case.state, event.actor, event.key) == ("lapsed", None, f"timer:{timer.pk}:2026-03-16")
    assert deadline_of(case).status == "expired"
    assert not CaseTimer.objects.filter(fired_at__isnull=True).exists()


def test_a_timer_that_fails_does_not_hold_up_the_others_and_comes_again(
    office: World, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [take(opened(office), "begin", office.reviewer) for _ in range(2)]
    real, bad = timers.WORK["remind"], cases[0].pk

    def work(timer: CaseTimer) -> None:
        if timer.deadline.case_id == bad:
            raise RuntimeError("no mail today")
        real(timer)

    monkeypatch.setitem(timers.WORK, "remind", work)
    clock.move_to(at(2026, 3, 11))
    assert timers_fire() == 1
    failed = CaseTimer.objects.get(deadline__case=cases[0], kind="remind", step=3)
    assert (failed.fired_at, failed.attempts, failed.last_error) == (None, 1, "RuntimeError: no mail today")
    monkeypatch.setitem(timers.WORK, "remind", real)
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 11, 10))
    assert timers_fire() == 1


def test_on_a_day_of_an_unknown_year_nobody_is_told_and_the_owners_hear_of_it(office: World, clock: Any) -> None:
    take(opened(office), "begin", office.reviewer)
    CaseTimer.objects.filter(kind="expire").delete()
    clock.move_to(at(2027, 1, 4))
    assert timers_fire() == 0
    assert OutboxMessage.objects.filter(topic="reference.calendar_year_missing").exists()


def test_an_extended_term_reminds_again_before_its_new_last_day(office: World, clock: Any) -> None:
    case = take(opened(office), "begin", office.reviewer)
    clock.move_to(at(2026, 3, 11))
    assert timers_fire() == 1
    order = DeadlineOrder(case.pk, "review_term", "案情复杂", office.reviewer, "more")
    deadline_extend(order=order, length=5)
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 18))
    assert timers_fire() == 1
    assert len(_told("还有 3 个工作日到期")) == 2


def test_an_edited_calendar_moves_running_deadlines_and_tells_those_who_are_to_act(office: World, clock: Any) -> None:
    case = take(opened(office), "begin", office.reviewer)
    ended = take(take(opened(office), "begin", office.reviewer), "finish", office.reviewer)
    assert deadlines_recount() == 0
    CalendarDay.objects.create(day=D(2026, 3, 5), is_workday=False, name="地方纪念日")
    assert deadlines_recount() == 1
    moved = deadline_of(case)
    assert (moved.due_on, moved.reasons[0]["name"]) == (D(2026, 3, 17), "地方纪念日")
    assert moved.timers.get(kind="expire").fires_on == D(2026, 3, 18)
    assert deadline_of(ended).due_on == D(2026, 3, 16)
    told = OutboxMessage.objects.get(topic="notification", key__startswith="deadline:")
    assert told.payload["user_id"] == office.reviewer.pk
    assert "2026-03-16" in told.payload["body"] and "2026-03-17" in told.payload["body"]
    assert deadlines_recount() == 0


def test_a_year_that_is_entered_later_gives_the_open_days(office: World, clock: Any, capsys: Any) -> None:
    clock.move_to(at(2026, 12, 25))
    case = take(opened(office), "begin", office.reviewer)
    assert deadline_of(case).due_on is None
    _entered_2027()
    call_command("recount_deadlines")
    found = deadline_of(case)
    assert (found.due_on, found.unknown_year) == (D(2027, 1, 11), None)
    assert "1" in capsys.readouterr().out


def _entered_2027() -> None:
    CalendarYear.objects.create(year=2027, status=CalendarYear.Status.CONFIRMED)
    CalendarDay.objects.create(day=D(2027, 1, 1), is_workday=False, name="元旦")
