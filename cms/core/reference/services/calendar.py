"""Enter and change working days."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from chinese_calendar import constants
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from cms.core.reference.errors import NoHolidaysYet, ReasonNeeded, YearExists, YearMissing
from cms.core.reference.models import CalendarDay, CalendarYear

SEED = "chinesecalendar"


def seedable_years() -> list[int]:
    """Return the years whose days the published list knows."""
    return sorted({day.year for day in constants.holidays})


@transaction.atomic
def calendar_seed(*, years: Iterable[int], actor: Any = None) -> list[int]:
    """Enter the years that are not in the calendar yet from the published list; return which were entered."""
    have = set(CalendarYear.objects.values_list("year", flat=True))
    missing = sorted(set(years) & set(seedable_years()) - have)
    for number in missing:
        year = CalendarYear.objects.create(year=number, status=CalendarYear.Status.SEEDED, source=SEED)
        log(year, "reference.calendar_seed", user=actor)
    names = [(constants.holidays, False), (constants.workdays, True)]
    CalendarDay.objects.bulk_create(
        (
            CalendarDay(day=day, is_workday=is_workday, name=constants.Holiday(name).chinese)
            for days, is_workday in names
            for day, name in days.items()
            if day.year in missing
        ),
        ignore_conflicts=True,
    )
    return missing


@transaction.atomic
def calendar_year_add(*, year: int, actor: Any) -> CalendarYear:
    """Begin a year that no list knows yet. It counts as unknown until somebody confirms it."""
    if CalendarYear.objects.filter(year=year).exists():
        raise YearExists(year=year)
    added = CalendarYear.objects.create(year=year)
    log(added, "wagtail.create", user=actor)
    return added


@transaction.atomic
def calendar_year_confirm(*, year: int, actor: Any) -> CalendarYear:
    """State that the days of the year agree with the State Council's notice."""
    found = _locked(year)
    if not CalendarDay.objects.filter(day__year=year, is_workday=False).exists():
        raise NoHolidaysYet(year=year)
    found.status, found.confirmed_by, found.confirmed_at = CalendarYear.Status.CONFIRMED, actor, timezone.now()
    found.save()
    log(found, "reference.calendar_confirm", user=actor)
    return found


@transaction.atomic
def calendar_day_set(*, day: dt.date, is_workday: bool, reason: str, actor: Any) -> None:
    """Say whether people work on a day, and why. A day that follows the week again keeps no entry."""
    year = _locked(day.year)
    if not reason.strip():
        raise ReasonNeeded
    before = CalendarDay.objects.filter(day=day).first()
    fields = {"is_workday": is_workday, "name": reason.strip(), "changed_by": actor}
    CalendarDay.objects.update_or_create(day=day, defaults=fields)
    change = {
        "day": day.isoformat(),
        "before": before.is_workday if before else day.weekday() < 5,
        "after": is_workday,
        "reason": reason.strip(),
    }
    log(year, "reference.calendar_day", user=actor, data=change)


@transaction.atomic
def calendar_days_set(*, year: int, days: Iterable[tuple[dt.date, bool, str]], actor: Any) -> int:
    """Set many days of one year at once; return how many."""
    count = 0
    for day, is_workday, reason in days:
        calendar_day_set(day=day, is_workday=is_workday, reason=reason, actor=actor)
        count += 1
    return count


def _locked(year: int) -> CalendarYear:
    found = CalendarYear.objects.select_for_update().filter(year=year).first()
    if found is None:
        raise YearMissing(year=year)
    return found


def change_text(data: dict[str, object]) -> str:
    """Return a change of a day in words."""
    kinds = {True: gettext("working day"), False: gettext("day off")}
    return f"{data['day']}：{kinds[bool(data['before'])]} → {kinds[bool(data['after'])]}（{data['reason']}）"
