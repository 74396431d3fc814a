"""A colleague stands in with somebody's roles on certain days, and both are named."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import errors, facade
from cms.accounts.models import Delegation, Membership, Notification, Role, User
from cms.accounts.services.delegations import delegation_end, delegation_start
from tests.cms.accounts.conftest import Country, make_member, make_organisation, make_user

DAY = datetime.timedelta(days=1)


@pytest.fixture
def colleague(country: Country) -> User:
    """Give an editor in the office of the county."""
    user = make_user("colleague@example.com", full_name="李四")
    make_member(user, country.qinglan_bureau, "editor")
    return user


def stand_in(country: Country, colleague: User, **changed: Any) -> Delegation:
    today = timezone.localdate()
    return delegation_start(
        **{
            "from_user": country.reviewer,
            "to_user": colleague,
            "organisation": country.qinglan_bureau,
            "valid_from": today,
            "valid_until": today + DAY,
            **changed,
        }
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def lent_to(user: User) -> list[tuple[str, int | None, str]]:
    roles = facade.acting_roles(fresh(user))
    return [(role.role, role.on_behalf_of_id, role.on_behalf_of_name) for role in roles if role.on_behalf_of_id]


def test_a_colleague_acts_with_the_roles_of_the_person_and_the_person_is_named(
    country: Country, colleague: User
) -> None:
    stand_in(country, colleague)
    assert lent_to(colleague) == [("county_reviewer", country.reviewer.pk, "reviewer")]
    assert facade.readable_region_ids(fresh(colleague)) == {country.qinglan.pk}
    own = [role for role in facade.acting_roles(fresh(colleague)) if role.on_behalf_of_id is None]
    assert [role.role for role in own] == ["editor"], "one's own roles stay one's own, and come first"


def test_own_and_lent_roles_cost_one_query(country: Country, colleague: User, django_assert_num_queries: Any) -> None:
    stand_in(country, colleague)
    user = fresh(colleague)
    with django_assert_num_queries(1):
        assert len(facade.acting_roles(user)) == 2


def test_it_holds_on_its_first_and_last_day_only(country: Country, colleague: User) -> None:
    today = timezone.localdate()
    stand_in(country, colleague, valid_from=today + DAY, valid_until=today + 2 * DAY)
    noon = datetime.time(12, tzinfo=timezone.get_default_timezone())
    held = {}
    for days in range(4):
        with time_machine.travel(datetime.datetime.combine(today + days * DAY, noon), tick=False):
            held[days] = bool(lent_to(colleague))
    assert held == {0: False, 1: True, 2: True, 3: False}


def test_one_role_can_be_lent_alone(country: Country, colleague: User) -> None:
    make_member(country.reviewer, country.qinglan_bureau, "publisher")
    stand_in(country, colleague, role=Role.objects.get(key="publisher"))
    assert [role for role, *_who in lent_to(colleague)] == ["publisher"]


def test_roles_in_another_organisation_are_not_lent_along(country: Country, colleague: User) -> None:
    make_member(country.reviewer, country.bureau, "city_reviewer")
    stand_in(country, colleague)
    assert [role for role, *_who in lent_to(colleague)] == ["county_reviewer"]


def test_what_was_lent_is_not_lent_on(country: Country, colleague: User) -> None:
    third = make_user("third@example.com")
    make_member(third, country.qinglan_bureau, "editor")
    stand_in(country, colleague)
    stand_in(country, third, from_user=colleague)
    assert [(role, who) for role, who, _name in lent_to(third)] == [("editor", colleague.pk)]


def test_two_roles_of_the_colleague_do_not_double_what_is_lent(country: Country, colleague: User) -> None:
    make_member(colleague, country.qinglan_bureau, "publisher")
    stand_in(country, colleague)
    assert len(lent_to(colleague)) == 1


@pytest.mark.parametrize("what", ["the person's role ends", "the person's account is closed", "the colleague leaves"])
def test_it_stops_when_there_is_nothing_left_to_stand_in_for(country: Country, colleague: User, what: str) -> None:
    stand_in(country, colleague)
    if what == "the person's account is closed":
        User.objects.filter(pk=country.reviewer.pk).update(is_active=False)
    else:
        who = country.reviewer if what == "the person's role ends" else colleague
        Membership.objects.filter(user=who).update(ended_at=timezone.now())
    assert lent_to(colleague) == []


def test_both_are_told_of_the_beginning_and_of_the_end(country: Country, colleague: User) -> None:
    made = stand_in(country, colleague)
    delegation_end(delegation_id=made.pk, actor=colleague)
    for user in (country.reviewer, colleague):
        assert Notification.objects.filter(user=user, key__startswith=f"delegation:{made.pk}:").count() == 2
    assert lent_to(colleague) == []


def test_nobody_else_ends_it_and_it_ends_once(country: Country, colleague: User) -> None:
    made = stand_in(country, colleague)
    with pytest.raises(errors.NotPermitted):
        delegation_end(delegation_id=made.pk, actor=country.stranger)
    delegation_end(delegation_id=made.pk, actor=country.reviewer)
    with pytest.raises(errors.AlreadyDecided):
        delegation_end(delegation_id=made.pk, actor=country.reviewer)


def test_what_makes_no_sense_is_refused(country: Country, colleague: User) -> None:
    today = timezone.localdate()
    elsewhere = make_user("elsewhere@example.com")
    make_member(elsewhere, make_organisation(country.fengling, kind="bureau"), "editor")
    refused: list[tuple[type[errors.AccountsError], dict[str, Any]]] = [
        (errors.NotAColleague, {"to_user": elsewhere}),
        (errors.NotAColleague, {"to_user": country.reviewer}),
        (errors.RoleNotHeld, {"role": Role.objects.get(key="publisher")}),
        (errors.RoleNotHeld, {"from_user": country.stranger}),
        (errors.DelegationInThePast, {"valid_from": today - DAY}),
        (errors.EndsBeforeItStarts, {"valid_until": today - DAY}),
        (errors.DelegationTooLong, {"valid_until": today + 400 * DAY}),
    ]
    for error, changed in refused:
        with pytest.raises(error):
            stand_in(country, colleague, **changed)
    stand_in(country, colleague)
    with pytest.raises(errors.AlreadyStandsIn):
        stand_in(country, colleague, valid_until=today + 5 * DAY)


def test_messages_for_a_role_reach_whoever_stands_in(country: Country, colleague: User) -> None:
    stand_in(country, colleague)
    for where in ({"region": country.qinglan}, {"organisation_id": country.qinglan_bureau.pk}):
        told = facade.members_with_role(role="county_reviewer", **where)
        assert set(told) == {country.reviewer, colleague}
    assert colleague not in facade.members_with_role(role="county_reviewer", region=country.fengling)


@pytest.mark.parametrize("page", ["accounts:delegations", "admin_delegations"])
def test_the_page_takes_an_order_keeps_what_was_typed_and_ends_it(country: Country, colleague: User, page: str) -> None:
    for user in (country.reviewer, colleague):
        user.groups.add(Role.objects.get(key="editor").group)
    client = Client()
    client.force_login(country.reviewer)
    today = timezone.localdate()
    typed = {
        "colleague": str(colleague.memberships.get().pk),
        "role": "",
        "valid_from": f"{today}",
        "valid_until": f"{today - DAY}",
        "reason": "参加培训",
    }
    refused = client.post(reverse(page), typed)
    assert refused.status_code == 422
    assert "参加培训" in refused.content.decode()
    assert client.post(reverse(page), {**typed, "valid_until": f"{today}"}).status_code == 302
    shown = client.get(reverse(page)).content.decode()
    assert "李四代reviewer办理" in shown
    made = Delegation.objects.get()
    end = {"accounts:delegations": "accounts:delegation_end", "admin_delegations": "admin_delegation_end"}[page]
    client.force_login(country.org_admin)
    assert client.post(reverse("accounts:delegation_end", args=[made.pk])).status_code == 404
    client.force_login(country.reviewer)
    assert client.post(reverse(end, args=[made.pk])).status_code == 302
    assert lent_to(colleague) == []


def test_a_person_without_colleagues_is_told_so(country: Country) -> None:
    client = Client()
    client.force_login(country.stranger)
    assert "没有可以委托的同事" in client.get(reverse("accounts:delegations")).content.decode()


def test_the_page_costs_the_same_however_many_there_are(
    country: Country, colleague: User, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(country.reviewer)
    for number in range(8):
        user = make_user(f"many{number}@example.com")
        make_member(user, country.qinglan_bureau, "editor")
        stand_in(country, user)
    client.get(reverse("accounts:delegations"))
    with django_assert_max_num_queries(14):
        client.get(reverse("accounts:delegations"))
