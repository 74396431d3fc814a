"""A public notice stands for its term, shows its snapshot, and closes unless an objection stands."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from cases.errors import RequirementMissing
from cases.models import Case, CaseEvent, CaseLink, CaseTimer, PublicNotice
from cases.services.timers import timers_fire
from cms.accounts.facade import facts_on
from cms.accounts.models import RegisterEntry
from cms.core.audit import sha256_of
from tests.cases.notice_world import notices
from tests.cases.terms_world import at, deadline_of, known_2026, opened, take
from tests.cases.world import World


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(at(2026, 3, 2), tick=False) as travelling:
        yield travelling


@pytest.fixture
def office(world: World, clock: Any) -> World:
    known_2026()
    notices()
    return world


def _published(world: World) -> Case:
    return take(opened(world, "listed"), "publish", world.reviewer)


def _objection(world: World, case: Case) -> Case:
    """Link a case that objects."""
    other = take(opened(world, "objection"), "receive", None)
    CaseLink.objects.create(case=case, other=other, kind="objection")
    return other


def test_entering_a_state_of_notice_publishes_a_frozen_snapshot(office: World) -> None:
    case = _published(office)
    notice = PublicNotice.objects.get(case=case)
    assert notice.number == "GS-2026-000001"
    assert notice.document["title"] == notice.title == "关于甲县机械厂拟入库的公示"
    assert notice.document["publisher"] == office.bureau.name
    assert notice.document["length"] == "5 个工作日"
    assert notice.sha256 == sha256_of(notice.document)
    assert notice.deadline.due_on == dt.date(2026, 3, 9)
    for change in (lambda: PublicNotice.objects.update(title="改"), lambda: PublicNotice.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_system_closes_the_notice_on_the_day_after_its_last_day(office: World, clock: Any) -> None:
    case = _published(office)
    clock.move_to(at(2026, 3, 9, 23))
    assert timers_fire() == 0
    clock.move_to(at(2026, 3, 10, 0))
    assert timers_fire() == 1
    case.refresh_from_db()
    assert case.state == "after"
    assert CaseEvent.objects.get(case=case, transition="notice_end").actor is None
    assert deadline_of(case).status == "met"


def test_an_objection_holds_the_notice_open_until_the_last_one_is_closed(office: World, clock: Any) -> None:
    case = _published(office)
    first, second = _objection(office, case), _objection(office, case)
    clock.move_to(at(2026, 3, 10))
    assert timers_fire() == 1
    case.refresh_from_db()
    assert case.state == "notice"
    take(first, "settle", office.reviewer)
    assert timers_fire() == 0
    take(second, "settle", office.reviewer)
    assert timers_fire() == 1
    case.refresh_from_db()
    assert case.state == "after"


def test_an_objection_that_is_closed_within_the_term_closes_nothing_early(office: World, clock: Any) -> None:
    case = _published(office)
    take(_objection(office, case), "settle", office.reviewer)
    assert timers_fire() == 0
    case.refresh_from_db()
    assert (case.state, CaseTimer.objects.get(deadline__case=case).fired_at) == ("notice", None)


def test_a_step_that_asks_for_closed_links_waits_for_them(office: World, clock: Any) -> None:
    case = _published(office)
    clock.move_to(at(2026, 3, 10))
    timers_fire()
    late = _objection(office, case)
    with pytest.raises(RequirementMissing, match="1 件"):
        take(case, "admit", office.reviewer)
    take(late, "settle", office.reviewer)
    assert take(case, "admit", office.reviewer).state == "admitted"


def test_a_step_writes_a_dated_fact_that_nobody_changes(office: World, clock: Any) -> None:
    case = _published(office)
    clock.move_to(at(2026, 3, 10))
    timers_fire()
    take(case, "admit", office.reviewer)
    entry = RegisterEntry.objects.get()
    assert (entry.since, entry.until, entry.case_number) == (dt.date(2026, 3, 10), dt.date(2028, 3, 9), case.number)
    assert facts_on(office.enterprise.pk, "admitted", dt.date(2027, 1, 1)).count() == 1
    assert facts_on(office.enterprise.pk, "admitted", dt.date(2028, 3, 10)).count() == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.update(note="改")
