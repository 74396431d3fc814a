"""Two clocks at once, and a clock that is killed: on PostgreSQL, with processes of their own."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cases.models import Case, CaseDeadline, CaseEvent, CaseTimer
from cases.selectors.audit import findings_by_case
from cases.selectors.definitions import latest_version
from cms.core.models import OutboxMessage
from cms.core.reference.models import CalendarDay, CalendarYear
from tests.cases.terms_world import terms
from tests.cases.world import World, make_world

ROOT = Path(__file__).resolve().parents[3]
TIMERS = 1_500
FEWER = 500
CLOCK = """
import os, signal, sys, threading, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = sys.argv[1]
from cases.services.timers import timers_fire
from cms.core import clock

stop, fired = threading.Event(), []
signal.signal(signal.SIGTERM, lambda *_: stop.set())
clock._jobs.clear()
clock.register_periodic("case_timers", 0.2, lambda: fired.append(timers_fire()))
print("ready", flush=True)
clock.run_until(stop, tick_seconds=0.1)
print("fired", sum(fired), flush=True)
"""

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Give the small world, committed, on a day on which people work."""
    world = make_world()
    terms()
    today = timezone.localdate()
    CalendarYear.objects.create(year=today.year, status=CalendarYear.Status.CONFIRMED)
    CalendarDay.objects.create(day=today, is_workday=True, name="上班")
    return world


def _due(world: World, count: int) -> None:
    """Make cases with terms: most have a reminder that is due, every tenth has run out."""
    today = timezone.localdate()
    version = latest_version("terms")
    cases = Case.objects.bulk_create(
        Case(
            number=f"XQ-{number}",
            title=f"第 {number} 号",
            version=version,
            state="review",
            state_entered_at=timezone.now(),
            region=world.county,
            applicant=world.enterprise,
        )
        for number in range(count)
    )
    deadlines = CaseDeadline.objects.bulk_create(
        CaseDeadline(case=case, key="review_term", title="期限", length=10, unit="working_day", started_on=today)
        for case in cases
    )
    kinds = ["expire"] * (count // 10) + ["remind"] * (count - count // 10)
    CaseTimer.objects.bulk_create(
        CaseTimer(deadline=deadline, kind=kind, step=0 if kind == "expire" else 3, fires_on=today)
        for deadline, kind in zip(deadlines, kinds, strict=True)
    )


def _clock() -> "subprocess.Popen[str]":
    name = str(settings.DATABASES["default"]["NAME"])
    return subprocess.Popen([sys.executable, "-c", CLOCK, name], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line == "ready\n":
            return
    raise AssertionError("the clock did not start")


def _waiting() -> int:
    return CaseTimer.objects.filter(fired_at__isnull=True).count()


def _wait_until(most: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while _waiting() > most and time.monotonic() < until:
        time.sleep(0.2)


def _stopped(process: "subprocess.Popen[str]") -> int:
    """Stop the clock and return how many timers it says it fired."""
    process.send_signal(signal.SIGTERM)
    said, _errors = process.communicate(timeout=60)
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("fired"))


def _assert_each_once(count: int) -> None:
    assert _waiting() == 0
    assert set(CaseTimer.objects.values_list("attempts", flat=True)) == {1}
    ends = count // 10
    for topic in ("notification", "mail"):
        assert OutboxMessage.objects.filter(topic=topic).count() == count - ends
    assert CaseEvent.objects.count() == Case.objects.filter(state="lapsed").count() == ends
    faults = Counter(fault.kind for found in findings_by_case() for fault in found)
    # The cases that nothing happened to have no event; those that were ended have a whole chain.
    assert faults == {"no_events": count - ends}


def test_two_clocks_fire_ten_thousand_due_timers_once_each(world: World) -> None:
    _due(world, TIMERS)
    clocks = [_clock(), _clock()]
    try:
        for clock in clocks:
            _ready(clock)
        _wait_until(0, 240)
        shares = [_stopped(clock) for clock in clocks]
    finally:
        for clock in clocks:
            clock.kill()
    assert sum(shares) == TIMERS
    assert min(shares) > 0
    _assert_each_once(TIMERS)


def test_a_clock_that_is_killed_in_the_middle_loses_and_doubles_nothing(world: World) -> None:
    _due(world, FEWER)
    clocks = [_clock(), _clock()]
    try:
        for clock in clocks:
            _ready(clock)
        for part in (FEWER - FEWER // 20, FEWER // 2):
            _wait_until(part, 120)
            clocks[0].kill()
            clocks[0].wait(timeout=10)
            assert _waiting() > 0
            clocks[0] = _clock()
        _wait_until(0, 240)
    finally:
        for clock in clocks:
            clock.kill()
    _assert_each_once(FEWER)
