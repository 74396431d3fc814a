"""The bureau's desk: organisations, members, requests, regions, roles and staff."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.users.models import UserProfile

from cms.accounts.admin.staff import StaffViewSet
from cms.accounts.admin.viewsets import (
    JoinRequestViewSet,
    MembershipViewSet,
    OrganisationViewSet,
    RegionViewSet,
    RoleViewSet,
)
from cms.accounts.facade import open_decisions
from cms.accounts.models import JoinRequest, Membership, Organisation, Region, Role, User
from cms.accounts.services.membership_sync import membership_sync_all
from tests.cms.accounts.conftest import PASSWORD, Country, fictional_code, make_member, make_organisation, make_user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(country: Country) -> Client:
    """Return the browser of the city bureau's administrator, who is no superuser."""
    membership_sync_all()
    return signed_in(country.bureau_admin)


@pytest.fixture
def county_desk(country: Country) -> Client:
    """Return the browser of an administrator of 青岚县's bureau."""
    user = make_user("county@example.com")
    make_member(user, country.qinglan_bureau, "bureau_admin")
    membership_sync_all()
    return signed_in(user)


def test_lists_open_search_and_filter_in_chinese(country: Country, desk: Client) -> None:
    found = desk.get(reverse("organisations:index"), {"q": "鹭汀", "kind": "enterprise"}).content.decode()
    assert country.firm.name in found
    assert country.other_firm.name not in found
    assert "统一社会信用代码" in found
    for name in ("memberships", "join_requests", "regions", "roles"):
        assert desk.get(reverse(f"{name}:index")).status_code == 200


def test_the_bureau_confirms_a_registration_in_the_browser(country: Country, desk: Client) -> None:
    waiting = make_organisation(country.qinglan, status="pending", registered_by=country.stranger)
    listing = desk.get(reverse("organisations:index")).content.decode()
    address = reverse("organisations:confirm", args=[waiting.pk])
    assert address in listing
    assert address in desk.get(reverse("organisations:edit", args=[waiting.pk])).content.decode()
    assert desk.get(address).status_code == 200
    assert desk.post(address).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.status, waiting.decided_by) == ("active", country.bureau_admin)


def test_a_refusal_in_the_browser_needs_its_reason(country: Country, desk: Client) -> None:
    waiting = make_organisation(country.qinglan, status="pending")
    address = reverse("organisations:refuse", args=[waiting.pk])
    assert desk.post(address, {"reason": ""}).status_code == 200
    desk.post(address, {"reason": "名称不符"})
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == ("refused", "名称不符")


def test_a_request_is_answered_and_a_membership_ended_in_the_browser(country: Country, desk: Client) -> None:
    request = JoinRequest.objects.create(
        user=country.stranger, organisation=country.firm, role=Role.objects.get(key="org_member")
    )
    assert desk.get(reverse("join_requests:inspect", args=[request.pk])).status_code == 200
    desk.post(reverse("join_requests:confirm", args=[request.pk]))
    membership = Membership.objects.get(user=country.stranger)
    desk.post(reverse("memberships:end", args=[membership.pk]))
    membership.refresh_from_db()
    assert membership.ended_by == country.bureau_admin


def test_an_organisation_is_added_active_and_its_code_checked(country: Country, desk: Client) -> None:
    facts = {
        "name": "录入企业（演示）",
        "credit_code": "914403001922O38216",
        "kind": "enterprise",
        "region": country.qinglan.pk,
        "address": "",
        "contact_name": "",
        "contact_phone": "",
    }
    page = desk.post(reverse("organisations:add"), facts)
    assert page.status_code == 200
    assert not Organisation.objects.filter(name=facts["name"]).exists()
    code = fictional_code()
    desk.post(reverse("organisations:add"), facts | {"credit_code": code.lower() + "　"})
    added = Organisation.objects.get(credit_code=code)
    assert added.status == "active"
    desk.post(reverse("organisations:edit", args=[added.pk]), facts | {"credit_code": code, "name": "改名（演示）"})
    added.refresh_from_db()
    assert (added.name, added.status) == ("改名（演示）", "active")


def test_a_membership_is_granted_by_address_and_its_last_day_moved(country: Country, desk: Client) -> None:
    facts = {
        "email": country.stranger.email,
        "organisation": country.bureau.pk,
        "role": Role.objects.get(key="editor").pk,
        "valid_from": "2026-01-01",
        "valid_until": "",
    }
    assert desk.post(reverse("memberships:add"), facts | {"email": "nobody@example.com"}).status_code == 200
    assert desk.post(reverse("memberships:add"), facts).status_code == 302
    assert User.objects.get(pk=country.stranger.pk).has_perm("wagtailadmin.access_admin")
    membership = Membership.objects.get(user=country.stranger)
    desk.post(reverse("memberships:edit", args=[membership.pk]), {"valid_until": "2026-01-31"})
    membership.refresh_from_db()
    assert str(membership.valid_until) == "2026-01-31"


def test_a_region_is_added_below_its_parent(country: Country, desk: Client) -> None:
    desk.post(reverse("regions:add"), {"code": "999999", "name": "新区", "level": "county", "parent": country.city.pk})
    assert Region.objects.get(code="999999").path == "990000/999900/999999/"


def test_staff_are_listed_and_applicants_are_not(country: Country, desk: Client) -> None:
    listing = desk.get(reverse("wagtailusers_users:index")).content.decode()
    assert country.reviewer.email in listing
    assert country.org_admin.email not in listing


def test_staff_are_added_with_their_role_and_edited(country: Country, desk: Client) -> None:
    assert desk.get(reverse("wagtailusers_users:add")).status_code == 200
    facts = {
        "email": "Colleague@example.com",
        "full_name": "新同事",
        "phone": "000-1",
        "organisation": country.bureau.pk,
        "role": Role.objects.get(key="editor").pk,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert desk.post(reverse("wagtailusers_users:add"), facts).status_code == 302
    user = User.objects.get(email="colleague@example.com")
    assert user.has_perm("wagtailadmin.access_admin")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    assert desk.get(edit).status_code == 200
    changed = {"email": user.email, "full_name": "改名", "phone": "", "is_active": "on", "is_superuser": "on"}
    assert desk.post(edit, changed | {"password1": "", "password2": ""}).status_code == 302
    user.refresh_from_db()
    assert (user.full_name, user.is_superuser) == ("改名", False)


def test_a_superuser_edits_staff_too(country: Country) -> None:
    root = User.objects.create_superuser("root@example.com", PASSWORD, full_name="超级")
    client = signed_in(root)
    edit = reverse("wagtailusers_users:edit", args=[root.pk])
    assert client.get(edit).status_code == 200
    facts = {"email": root.email, "full_name": "超级用户", "phone": "", "password1": "", "password2": ""}
    assert client.post(edit, facts).status_code == 302
    root.refresh_from_db()
    assert (root.full_name, root.is_superuser) == ("超级用户", True)


def test_nobody_takes_over_a_more_powerful_account(country: Country, desk: Client, county_desk: Client) -> None:
    root = User.objects.create_superuser("root@example.com", PASSWORD)
    for client, target in ((desk, root), (county_desk, root), (county_desk, country.bureau_admin)):
        for name in ("edit", "delete", "history"):
            response = client.get(reverse(f"wagtailusers_users:{name}", args=[target.pk]))
            assert response.status_code in (302, 403, 404), name
            assert target.email not in response.content.decode()


def test_bulk_actions_on_people_are_refused(country: Country, desk: Client) -> None:
    for action in ("delete", "set_active_state", "assign_role"):
        address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
        for method in (desk.get, desk.post):
            assert method(f"{address}?id={country.org_admin.pk}").status_code == 403, action


def addresses(name: str, patterns: list[URLPattern], pk: int) -> list[str]:
    return [reverse(f"{name}:{pattern.name}", args=[pk]) for pattern in patterns if "pk" in pattern.pattern.converters]


def test_every_address_refuses_an_object_of_another_county(country: Country, county_desk: Client) -> None:
    request = JoinRequest.objects.create(
        user=country.stranger, organisation=country.other_firm, role=Role.objects.get(key="org_member")
    )
    foreign = [
        (OrganisationViewSet(), country.other_firm.pk, country.other_firm.name),
        (MembershipViewSet(), Membership.objects.get(user=country.other_admin).pk, country.other_admin.email),
        (JoinRequestViewSet(), request.pk, country.other_firm.name),
        (StaffViewSet("wagtailusers_users"), country.bureau_admin.pk, country.bureau_admin.email),
    ]
    for viewset, pk, secret in foreign:
        walked = addresses(viewset.name, viewset.get_urlpatterns(), pk)
        assert walked
        for address in walked:
            for method in (county_desk.get, county_desk.post):
                response = method(address)
                assert response.status_code in (302, 403, 404), address
                assert secret not in response.content.decode(), address
    for name in ("organisations", "join_requests", "memberships"):
        listing = county_desk.get(reverse(f"{name}:index")).content.decode()
        assert country.other_firm.name not in listing, name
    export = county_desk.get(reverse("organisations:index"), {"export": "csv"})
    assert country.other_firm.name not in b"".join(export).decode()
    request.refresh_from_db()
    country.other_firm.refresh_from_db()
    assert (request.status, country.other_firm.status) == ("pending", "active")


@pytest.mark.parametrize("who", ["reviewer", "org_admin", "stranger"])
def test_people_without_the_role_do_not_reach_the_desk(country: Country, who: str) -> None:
    membership_sync_all()
    client = signed_in(getattr(country, who))
    for viewset in (OrganisationViewSet, MembershipViewSet, JoinRequestViewSet, RegionViewSet, RoleViewSet):
        instance = viewset()
        for pattern in instance.get_urlpatterns():
            arguments = [1] if "pk" in pattern.pattern.converters else []
            response = client.get(reverse(f"{instance.name}:{pattern.name}", args=arguments))
            assert response.status_code in (302, 403, 404), pattern.name
    assert client.get(reverse("wagtailusers_users:index")).status_code in (302, 403)


@pytest.mark.parametrize("name", ["organisations", "memberships", "join_requests"])
def test_a_list_costs_the_same_however_long(
    country: Country, desk: Client, name: str, django_assert_max_num_queries
) -> None:
    for number in range(15):
        firm = make_organisation(country.qinglan)
        user = make_user(f"many{number}@example.com")
        make_member(user, firm, "org_admin")
        JoinRequest.objects.create(user=user, organisation=country.firm, role=Role.objects.get(key="org_member"))
    desk.get(reverse(f"{name}:index"))
    with django_assert_max_num_queries(45):
        desk.get(reverse(f"{name}:index"))


def test_the_admin_speaks_chinese_and_english(country: Country, desk: Client) -> None:
    assert 'lang="zh-hans"' in desk.get("/admin/").content.decode()
    UserProfile.objects.update_or_create(user=country.bureau_admin, defaults={"preferred_language": "en"})
    assert 'lang="en"' in desk.get("/admin/").content.decode()


def test_staff_save_their_own_account_with_the_one_name_that_we_keep(country: Country, desk: Client) -> None:
    address = reverse("wagtailadmin_account")
    page = desk.get(address).content.decode()
    assert "first_name" not in page
    sent = {
        "name_email-full_name": "周改名",
        "name_email-phone": "000-1234",
        "locale-preferred_language": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert desk.post(address, sent).status_code == 302
    country.bureau_admin.refresh_from_db()
    assert country.bureau_admin.full_name == "周改名"
    assert "周改名" in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_the_start_page_counts_what_the_bureau_has_to_confirm(country: Country, desk: Client) -> None:
    make_organisation(country.qinglan, status="pending")
    counted = open_decisions(country.bureau_admin)
    assert counted is not None
    assert counted.organisations == 1
    assert "?status=pending" in desk.get(reverse("wagtailadmin_home")).content.decode()
    assert open_decisions(country.stranger) is None


def test_what_a_service_refuses_is_said_in_the_form_and_is_no_error_page(
    country: Country, desk: Client, county_desk: Client
) -> None:
    held = Membership.objects.get(user=country.member, organisation=country.firm)
    again = {
        "email": held.user.email,
        "organisation": country.firm.pk,
        "role": held.role_id,
        "valid_from": "2026-06-01",
    }
    response = desk.post(reverse("memberships:add"), again)
    assert response.status_code == 200
    assert "此人已在该单位担任此角色" in response.content.decode()

    response = desk.post(reverse("memberships:edit", args=[held.pk]), {"valid_until": "1999-01-01"})
    assert response.status_code == 200
    held.refresh_from_db()
    assert held.valid_until is None

    moved = {
        "name": country.firm.name,
        "credit_code": country.firm.credit_code,
        "kind": "enterprise",
        "region": country.fengling.pk,
    }
    response = county_desk.post(reverse("organisations:edit", args=[country.firm.pk]), moved)
    assert response.status_code == 200
    country.firm.refresh_from_db()
    assert country.firm.region == country.qinglan
