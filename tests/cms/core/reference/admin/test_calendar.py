"""The calendar in the admin: a year at a glance, changed by the day."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from cms.core.reference import facade
from cms.core.reference.models import CalendarYear
from cms.core.reference.services.calendar import calendar_seed
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db
D = dt.date


def signed_in(*codenames: str) -> Client:
    user = make_user("calendar@example.com")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"work_calendar:{name}", args=args)


def test_a_year_shows_twelve_months_with_their_holidays() -> None:
    calendar_seed(years=[2026])
    shown = signed_in("view_calendaryear").get(page("year", 2026))
    cells = [cell for month in shown.context["months"] for week in month["weeks"] for cell in week if cell]
    assert len(cells) == 365
    kinds = {cell["day"]: cell["kind"] for cell in cells}
    assert (kinds[D(2026, 10, 1)], kinds[D(2026, 10, 10)], kinds[D(2026, 10, 17)]) == ("off", "on", "week")
    assert "国庆节" in shown.content.decode()


def test_a_day_is_changed_with_a_reason() -> None:
    calendar_seed(years=[2026])
    client = signed_in("change_calendaryear")
    asked = client.get(page("year", 2026), {"day": "2026-10-10"})
    assert asked.context["form"].initial["kind"] == "off"
    answer = client.post(page("year", 2026), {"day": "2026-10-10", "kind": "off", "reason": "台风停工"})
    assert answer.status_code == 302
    assert not facade.is_workday(D(2026, 10, 10))


@pytest.mark.parametrize("typed", [{"day": "2027-10-10", "reason": "x"}, {"day": "2026-10-10", "reason": ""}])
def test_a_day_of_another_year_or_without_a_reason_is_refused(typed: dict) -> None:
    calendar_seed(years=[2026])
    answer = signed_in("change_calendaryear").post(page("year", 2026), {"kind": "off", **typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert facade.is_workday(D(2026, 10, 10))


def test_an_unknown_year_begins_empty_and_is_confirmed() -> None:
    client = signed_in("change_calendaryear")
    assert client.post(page("index"), {"year": "2040"}).status_code == 302
    client.post(page("year", 2040), {"confirm": "1"})
    assert CalendarYear.objects.get().status == "preparing"
    client.post(page("year", 2040), {"day": "2040-10-01", "kind": "off", "reason": "国庆节"})
    client.post(page("year", 2040), {"confirm": "1"})
    assert CalendarYear.objects.get().status == "confirmed"
    assert not facade.is_workday(D(2040, 10, 1))


def test_a_known_year_is_filled_in_at_once() -> None:
    signed_in("change_calendaryear").post(page("index"), {"year": "2026"})
    assert CalendarYear.objects.get().status == "seeded"


def test_who_may_only_look_changes_nothing() -> None:
    calendar_seed(years=[2026])
    client = signed_in("view_calendaryear")
    client.post(page("year", 2026), {"day": "2026-10-10", "kind": "off", "reason": "x"})
    client.post(page("year", 2026), {"confirm": "1"})
    client.post(page("index"), {"year": "2027"})
    assert facade.is_workday(D(2026, 10, 10))
    assert list(CalendarYear.objects.values_list("year", "status")) == [(2026, "seeded")]
    assert 'name="reason"' not in client.get(page("year", 2026)).content.decode()
