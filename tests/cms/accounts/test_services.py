"""Organisations, requests and memberships: what the services allow."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts import errors
from cms.accounts.facade import acting_roles
from cms.accounts.models import JoinRequest, Membership, Notification, Organisation, Role, User
from cms.accounts.services.join_requests import (
    join_request_confirm,
    join_request_create,
    join_request_refuse,
    join_request_withdraw,
)
from cms.accounts.services.membership_sync import membership_sync_all
from cms.accounts.services.memberships import membership_change_role, membership_end, membership_grant
from cms.accounts.services.organisations import (
    organisation_confirm,
    organisation_refuse,
    organisation_register,
    organisation_resume,
    organisation_suspend,
)
from tests.cms.accounts.conftest import Country, fictional_code, make_member, make_organisation, make_user


def role(key: str) -> Role:
    return Role.objects.get(key=key)


def logged() -> list[str]:
    return list(ModelLogEntry.objects.filter(action__startswith="accounts.").values_list("action", flat=True))


def register(country: Country, actor: User | None = None, **changes: object) -> Organisation:
    facts = {
        "name": "新办企业（演示）",
        "credit_code": fictional_code(),
        "kind": "enterprise",
        "region": country.qinglan,
        "address": "示例路1号",
        "contact_name": "张演示",
        "contact_phone": "000-00000001",
    } | changes
    return organisation_register(actor=actor or country.stranger, **facts)


def test_a_registered_organisation_waits_and_gives_no_role(country: Country) -> None:
    organisation = register(country)
    assert organisation.status == "pending"
    assert acting_roles(country.stranger) == ()
    assert list(Notification.objects.values_list("user", flat=True)) == [country.bureau_admin.pk]
    assert logged() == ["accounts.organisation_register"]


def test_confirmation_makes_the_registrant_its_administrator(country: Country) -> None:
    organisation = register(country)
    organisation_confirm(organisation=organisation, actor=country.bureau_admin)
    (acting,) = acting_roles(User.objects.get(pk=country.stranger.pk))
    assert (acting.role, acting.organisation_id) == ("org_admin", organisation.pk)
    assert Membership.objects.get(organisation=organisation).confirmed_by == country.bureau_admin
    assert "新办企业（演示）" in Notification.objects.get(user=country.stranger).title


def test_a_decision_is_made_once(country: Country) -> None:
    organisation = register(country)
    organisation_confirm(organisation=organisation, actor=country.bureau_admin)
    with pytest.raises(errors.AlreadyDecided):
        organisation_refuse(organisation=organisation, actor=country.bureau_admin, reason="重复")


@pytest.mark.parametrize("who", ["stranger", "org_admin", "reviewer"])
def test_only_the_bureaus_administrator_confirms_an_organisation(country: Country, who: str) -> None:
    organisation = register(country)
    with pytest.raises(errors.NotPermitted):
        organisation_confirm(organisation=organisation, actor=getattr(country, who))


def test_a_county_bureau_confirms_in_its_county_only(country: Country) -> None:
    county_admin = make_user("county@example.com")
    make_member(county_admin, country.qinglan_bureau, "bureau_admin")
    elsewhere = register(country, region=country.fengling)
    with pytest.raises(errors.NotPermitted):
        organisation_confirm(organisation=elsewhere, actor=county_admin)
    here = register(country, actor=country.other_admin)
    assert organisation_confirm(organisation=here, actor=county_admin).status == "active"


def test_a_refusal_needs_a_reason_and_may_be_corrected(country: Country) -> None:
    organisation = register(country)
    with pytest.raises(errors.ReasonMissing):
        organisation_refuse(organisation=organisation, actor=country.bureau_admin, reason=" ")
    organisation_refuse(organisation=organisation, actor=country.bureau_admin, reason="名称与执照不符")
    assert Notification.objects.get(user=country.stranger).body == "名称与执照不符"
    again = register(country, credit_code=organisation.credit_code, name="更正名称（演示）")
    assert (again.pk, again.status, again.name) == (organisation.pk, "pending", "更正名称（演示）")


def test_whoever_takes_a_refused_code_over_is_its_only_administrator(country: Country) -> None:
    refused = register(country)
    organisation_refuse(organisation=refused, actor=country.bureau_admin, reason="不符")
    register(country, actor=country.member, credit_code=refused.credit_code)
    organisation_confirm(organisation=refused, actor=country.bureau_admin)
    assert acting_roles(User.objects.get(pk=country.stranger.pk)) == ()


def test_a_code_is_registered_once(country: Country) -> None:
    with pytest.raises(errors.OrganisationExists):
        register(country, credit_code=country.firm.credit_code.lower() + " ")


def test_a_wrong_code_and_a_bureau_cannot_be_registered(country: Country) -> None:
    with pytest.raises(errors.CreditCodeInvalid):
        register(country, credit_code="914403001922038217")
    with pytest.raises(errors.KindNotOpen):
        register(country, kind="bureau")


def test_suspending_stops_the_members_and_resuming_lets_them_act_again(country: Country) -> None:
    organisation_suspend(organisation=country.qinglan_bureau, actor=country.bureau_admin, reason="机构调整")
    assert acting_roles(User.objects.get(pk=country.reviewer.pk)) == ()
    organisation_resume(organisation=country.qinglan_bureau, actor=country.bureau_admin)
    assert acting_roles(User.objects.get(pk=country.reviewer.pk))


def ask(country: Country) -> JoinRequest:
    return join_request_create(actor=country.stranger, organisation=country.firm, role=role("org_member"))


def test_a_request_goes_to_the_organisations_administrator(country: Country) -> None:
    ask(country)
    assert list(Notification.objects.values_list("user", flat=True)) == [country.org_admin.pk]


def test_a_request_goes_to_the_bureau_while_there_is_no_administrator(country: Country) -> None:
    empty = make_organisation(country.qinglan)
    join_request_create(actor=country.stranger, organisation=empty, role=role("org_admin"))
    assert list(Notification.objects.values_list("user", flat=True)) == [country.bureau_admin.pk]


def test_confirming_a_request_makes_a_member_from_today(country: Country) -> None:
    request = ask(country)
    membership = join_request_confirm(request=request, actor=country.org_admin)
    assert (membership.valid_from, membership.confirmed_by) == (timezone.localdate(), country.org_admin)
    assert [acting.organisation_id for acting in acting_roles(User.objects.get(pk=country.stranger.pk))] == [
        country.firm.pk
    ]
    assert logged() == ["accounts.join_request_confirm", "accounts.join_request_create"]
    with pytest.raises(errors.AlreadyDecided):
        join_request_refuse(request=request, actor=country.org_admin, reason="晚了")


@pytest.mark.parametrize("who", ["stranger", "member", "other_admin", "reviewer"])
def test_nobody_else_answers_a_request(country: Country, who: str) -> None:
    request = ask(country)
    with pytest.raises(errors.NotPermitted):
        join_request_confirm(request=request, actor=getattr(country, who))
    with pytest.raises(errors.NotPermitted):
        join_request_refuse(request=request, actor=getattr(country, who), reason="不")


def test_the_bureau_answers_a_request_too(country: Country) -> None:
    join_request_refuse(request=ask(country), actor=country.bureau_admin, reason="请联系单位")
    assert Notification.objects.get(user=country.stranger).body == "请联系单位"


def test_a_request_waits_once_and_can_be_withdrawn_by_its_author(country: Country) -> None:
    request = ask(country)
    with pytest.raises(errors.AlreadyRequested):
        ask(country)
    with pytest.raises(errors.NotPermitted):
        join_request_withdraw(request=request, actor=country.member)
    join_request_withdraw(request=request, actor=country.stranger)
    assert ask(country).status == "pending"


def test_nobody_asks_for_a_role_that_opens_the_admin_or_to_join_a_bureau(country: Country) -> None:
    with pytest.raises(errors.RoleNotForKind):
        join_request_create(actor=country.stranger, organisation=country.firm, role=role("bureau_admin"))
    with pytest.raises(errors.RoleNotForKind):
        join_request_create(actor=country.stranger, organisation=country.firm, role=role("provider_member"))
    with pytest.raises(errors.NotPermitted):
        join_request_create(actor=country.stranger, organisation=country.bureau, role=role("bureau_admin"))


def test_a_member_does_not_ask_again_for_the_role_they_hold(country: Country) -> None:
    with pytest.raises(errors.AlreadyMember):
        join_request_create(actor=country.member, organisation=country.firm, role=role("org_member"))


def test_a_staff_role_opens_the_admin_and_its_end_closes_it(country: Country) -> None:
    membership = membership_grant(
        user=country.stranger, organisation=country.bureau, role=role("editor"), actor=country.bureau_admin
    )
    user = User.objects.get(pk=country.stranger.pk)
    assert user.has_perm("wagtailadmin.access_admin")
    assert user.is_staff
    membership_end(membership=membership, actor=country.bureau_admin)
    user = User.objects.get(pk=country.stranger.pk)
    assert not user.has_perm("wagtailadmin.access_admin")
    assert not user.is_staff
    assert acting_roles(user) == ()
    membership.refresh_from_db()
    assert (membership.valid_until, membership.ended_by) == (timezone.localdate(), country.bureau_admin)


def test_an_organisations_administrator_cannot_give_staff_roles(country: Country) -> None:
    with pytest.raises(errors.NotPermitted):
        membership_grant(user=country.member, organisation=country.bureau, role=role("editor"), actor=country.org_admin)
    with pytest.raises(errors.RoleNotForKind):
        membership_grant(
            user=country.member, organisation=country.firm, role=role("editor"), actor=country.bureau_admin
        )


def test_a_role_that_ran_out_is_taken_by_the_clock_and_hand_made_groups_stay(country: Country) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    membership_grant(
        user=country.stranger,
        organisation=country.bureau,
        role=role("editor"),
        actor=None,
        valid_until=timezone.localdate(),
    )
    country.stranger.groups.add(Group.objects.create(name="手工组"))
    membership_sync_all()
    assert User.objects.get(pk=country.stranger.pk).has_perm("wagtailadmin.access_admin")
    noon = datetime.time(12, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(datetime.datetime.combine(tomorrow, noon), tick=False):
        assert membership_sync_all() >= 1
        assert membership_sync_all() == 0
    assert [group.name for group in country.stranger.groups.all()] == ["手工组"]
    assert not User.objects.get(pk=country.stranger.pk).is_staff


def test_the_last_administrator_cannot_leave_but_the_bureau_can_end_them(country: Country) -> None:
    only = Membership.objects.get(user=country.org_admin)
    with pytest.raises(errors.LastAdministrator):
        membership_end(membership=only, actor=country.org_admin)
    with pytest.raises(errors.LastAdministrator):
        membership_change_role(membership=only, role=role("org_member"), actor=country.org_admin)
    assert membership_end(membership=only, actor=country.bureau_admin).ended_at


def test_a_member_may_leave(country: Country) -> None:
    membership_end(membership=Membership.objects.get(user=country.member), actor=country.member)
    assert acting_roles(User.objects.get(pk=country.member.pk)) == ()


def test_a_foreign_administrator_changes_nothing(country: Country) -> None:
    membership = Membership.objects.get(user=country.member)
    with pytest.raises(errors.NotPermitted):
        membership_end(membership=membership, actor=country.other_admin)
    with pytest.raises(errors.NotPermitted):
        membership_change_role(membership=membership, role=role("org_admin"), actor=country.other_admin)
    with pytest.raises(errors.NotPermitted):
        membership_change_role(membership=membership, role=role("org_admin"), actor=country.member)


def test_a_changed_role_leaves_the_old_row_in_history(country: Country) -> None:
    old = Membership.objects.get(user=country.member)
    new = membership_change_role(membership=old, role=role("org_admin"), actor=country.org_admin)
    old.refresh_from_db()
    assert old.ended_at is not None
    assert (new.role.key, new.valid_until) == ("org_admin", None)
    assert logged() == ["accounts.membership_change_role"]


def test_a_membership_cannot_end_before_it_starts(country: Country) -> None:
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(country.stranger, country.firm, "org_member", since=today, until=today - datetime.timedelta(days=1))


def test_messages_are_in_the_sites_language_whoever_causes_them(country: Country, settings) -> None:
    settings.LANGUAGE_CODE = "en"
    ask(country)
    assert Notification.objects.get().title == "stranger asks to join 鹭汀卫康制造有限公司（演示）"
