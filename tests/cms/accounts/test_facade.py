"""What other rooms are told about people."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cms.accounts import facade
from cms.accounts.models import Notification, Region, User
from cms.accounts.services.regions import region_save
from tests.cms.accounts.conftest import Country, make_member, make_organisation, make_region


def fresh(user: User) -> User:
    """Return the person as the next request would load them."""
    return User.objects.get(pk=user.pk)


def test_a_member_acts_for_the_organisation(country: Country) -> None:
    (role,) = facade.acting_roles(country.org_admin)
    assert role.role == "org_admin"
    assert role.organisation_id == country.firm.pk
    assert role.organisation_name == country.firm.name
    assert role.kind == "enterprise"
    assert role.region_path == "990000/999900/999921/"
    assert role.administers_organisation
    assert not role.reads_region_cases


def test_nobody_acts_without_signing_in_or_when_deactivated(country: Country) -> None:
    assert facade.acting_roles(AnonymousUser()) == ()
    country.org_admin.is_active = False
    assert facade.acting_roles(country.org_admin) == ()


def test_a_membership_holds_on_its_last_day_and_not_the_day_after(country: Country) -> None:
    last = timezone.localdate() + datetime.timedelta(days=3)
    make_member(country.stranger, country.firm, "org_member", until=last)
    noon = datetime.time(12, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(datetime.datetime.combine(last, noon), tick=False):
        assert facade.member_organisation_ids(fresh(country.stranger)) == {country.firm.pk}
    user = fresh(country.stranger)
    assert facade.acting_roles(user)
    with time_machine.travel(datetime.datetime.combine(last + datetime.timedelta(days=1), noon), tick=False):
        assert facade.member_organisation_ids(user) == frozenset(), "what is kept on the instance is for one day"


def test_a_membership_that_starts_tomorrow_does_not_hold_today(country: Country) -> None:
    make_member(country.stranger, country.firm, "org_member", since=timezone.localdate() + datetime.timedelta(days=1))
    assert facade.acting_roles(country.stranger) == ()


@pytest.mark.parametrize("status", ["pending", "suspended", "refused"])
def test_an_organisation_that_is_not_active_gives_no_role(country: Country, status: str) -> None:
    country.firm.status = status
    country.firm.save()
    assert facade.acting_roles(country.org_admin) == ()


def test_roles_are_read_once_per_person(country: Country, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        facade.acting_roles(country.org_admin)
        facade.member_organisation_ids(country.org_admin)
        facade.acting_roles(country.org_admin)


def test_a_county_reviewer_reads_the_county_and_a_city_reviewer_everything_below(country: Country) -> None:
    assert facade.readable_region_ids(country.reviewer) == {country.qinglan.pk}
    make_member(country.stranger, country.bureau, "city_reviewer")
    assert facade.readable_region_ids(country.stranger) == {country.city.pk, country.qinglan.pk, country.fengling.pk}


def test_roles_without_reading_open_no_region(country: Country) -> None:
    assert facade.readable_region_ids(country.org_admin) == frozenset()
    assert facade.readable_region_ids(country.bureau_admin) == frozenset()


def test_members_with_a_role_are_found_by_organisation_and_by_region(country: Country) -> None:
    assert list(facade.members_with_role(organisation_id=country.firm.pk, role="org_admin")) == [country.org_admin]
    assert list(facade.members_with_role(region=country.qinglan, role="county_reviewer")) == [country.reviewer]
    assert not facade.members_with_role(region=country.fengling, role="county_reviewer").exists()
    make_member(country.stranger, country.bureau, "city_reviewer")
    assert list(facade.members_with_role(region=country.fengling, role="city_reviewer")) == [country.stranger]


def test_region_names_name_the_city_and_follow_a_change(country: Country) -> None:
    assert dict(facade.region_names()) == {
        "990000": "示范省",
        "999900": "云溪市",
        "999921": "云溪市青岚县",
        "999922": "云溪市枫陵县",
    }
    country.qinglan.name = "新岚县"
    region_save(region=country.qinglan, actor=None)
    assert facade.region_names()["999921"] == "云溪市新岚县"


def test_districts_of_a_municipality_carry_its_name(country: Country) -> None:
    municipality = make_region("980000", "示范市", "province")
    make_region("980101", "东区", "county", municipality)
    assert facade.region_names()["980101"] == "示范市东区"


def test_a_moved_region_takes_its_subtree_along(country: Country) -> None:
    country.city.parent = None
    region_save(region=country.city, actor=None)
    assert Region.objects.get(code="999921").path == "999900/999921/"


def test_a_message_with_the_same_key_is_left_once(country: Country) -> None:
    for _ in range(2):
        facade.notify(user_id=country.member.pk, key="k", title="题", body="文", url="/my/")
    assert Notification.objects.count() == 1
    assert facade.unread_count(country.member) == 1
    assert facade.unread_count(country.stranger) == 0
    assert facade.unread_count(AnonymousUser()) == 0


def test_the_profile_carries_what_a_form_starts_from(country: Country) -> None:
    firm = make_organisation(country.qinglan, address="示例路1号", contact_name="张演示", contact_phone="000-1")
    profile = facade.organisation_profile(firm.pk)
    assert (profile.name, profile.credit_code) == (firm.name, firm.credit_code)
    assert (profile.region_code, profile.region_name) == ("999921", "云溪市青岚县")
    assert (profile.address, profile.contact_name, profile.contact_phone) == ("示例路1号", "张演示", "000-1")
