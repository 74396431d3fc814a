"""The calendar is seeded, changed with a reason, confirmed, and its gaps are told."""

import datetime as dt

import pytest
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from cms.accounts.models import Membership, Notification, Organisation, Region, Role
from cms.accounts.services.roles_install import roles_install
from cms.core.outbox import deliver_due
from cms.core.reference import checks, facade
from cms.core.reference.errors import NoHolidaysYet, ReasonNeeded, YearExists, YearMissing
from cms.core.reference.models import CalendarDay, CalendarYear
from cms.core.reference.selectors.calendar import missing_year
from cms.core.reference.services.calendar import (
    calendar_day_set,
    calendar_seed,
    calendar_year_add,
    calendar_year_confirm,
)
from cms.core.reference.services.calendar_watch import calendar_year_report
from tests.cms.accounts.conftest import make_user

D = dt.date
pytestmark = pytest.mark.django_db


def test_the_seed_knows_the_moved_days_of_2026() -> None:
    assert calendar_seed(years=[2026, 2090]) == [2026]
    assert [facade.is_workday(day) for day in (D(2026, 10, 1), D(2026, 10, 10), D(2026, 10, 11))] == [
        False,
        True,
        False,
    ]
    assert facade.add_workdays(D(2026, 9, 29), 3) == D(2026, 10, 9)
    assert facade.workdays_between(D(2026, 9, 29), D(2026, 10, 9)) == 3
    assert calendar_seed(years=[2026]) == []


def test_seeding_again_keeps_what_staff_changed() -> None:
    calendar_seed(years=[2026])
    calendar_day_set(day=D(2026, 10, 10), is_workday=False, reason="台风停工", actor=None)
    call_command("seed_calendar", "2026")
    assert not facade.is_workday(D(2026, 10, 10))


def test_an_unknown_year_is_refused_also_while_it_is_being_prepared() -> None:
    calendar_year_add(year=2027, actor=None)
    calendar_day_set(day=D(2027, 1, 1), is_workday=False, reason="元旦", actor=None)
    with pytest.raises(facade.CalendarUnknown):
        facade.is_workday(D(2027, 1, 4))
    calendar_year_confirm(year=2027, actor=None)
    assert facade.is_workday(D(2027, 1, 4))
    assert not facade.is_workday(D(2027, 1, 1))


def test_a_change_needs_its_year_and_a_reason() -> None:
    with pytest.raises(YearMissing):
        calendar_day_set(day=D(2027, 1, 1), is_workday=False, reason="元旦", actor=None)
    calendar_year_add(year=2027, actor=None)
    with pytest.raises(ReasonNeeded):
        calendar_day_set(day=D(2027, 1, 1), is_workday=False, reason=" ", actor=None)
    with pytest.raises(NoHolidaysYet):
        calendar_year_confirm(year=2027, actor=None)
    with pytest.raises(YearExists):
        calendar_year_add(year=2027, actor=None)
    assert not CalendarDay.objects.exists()


def test_a_change_is_in_the_log_with_its_reason() -> None:
    calendar_seed(years=[2026])
    calendar_day_set(day=D(2026, 10, 10), is_workday=False, reason="台风停工", actor=None)
    year = CalendarYear.objects.get(year=2026)
    entry = year_log(year)[0]
    assert entry.data == {"day": "2026-10-10", "before": True, "after": False, "reason": "台风停工"}


def year_log(year: CalendarYear) -> list:
    return list(ModelLogEntry.objects.filter(action="reference.calendar_day", object_id=year.pk))


def test_next_year_is_missed_from_december_on() -> None:
    calendar_seed(years=[2026])
    assert missing_year(D(2026, 11, 30)) is None
    assert missing_year(D(2026, 12, 1)) == 2027
    assert missing_year(D(2027, 1, 1)) == 2027


def test_the_system_check_names_the_missing_year() -> None:
    found = checks.calendar_check(databases=["default"])
    assert [one.id for one in found] == [checks.MISSING]
    assert checks.calendar_check(databases=None) == []


def test_the_owners_hear_of_a_missing_year_once_a_day() -> None:
    roles_install()
    region = Region.objects.create(code="990000", name="云省", level="province", path="990000/")
    bureau = Organisation.objects.create(
        name="云省工信厅", credit_code="11990000000000000A", kind="bureau", region=region, status="active"
    )
    owner, role = make_user("owner@example.com"), Role.objects.get(key="bureau_admin")
    Membership.objects.create(user=owner, organisation=bureau, role=role, valid_from=D(2020, 1, 1))
    for _time in range(2):
        calendar_year_report(year=2027, today=D(2026, 12, 7))
    deliver_due()
    assert list(Notification.objects.values_list("user__email", flat=True)) == ["owner@example.com"]
