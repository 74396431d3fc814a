"""The portal's pages about organisations and members."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.accounts.facade import notify
from cms.accounts.models import JoinRequest, Membership, Notification, Organisation, Role, User
from tests.cms.accounts.conftest import Country, fictional_code, make_organisation, make_user


@pytest.fixture(autouse=True)
def fresh_throttles() -> None:
    cache.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(country: Country) -> JoinRequest:
    return JoinRequest.objects.create(
        user=country.stranger, organisation=country.firm, role=Role.objects.get(key="org_member")
    )


ANONYMOUS_URLS = ["organisations", "find", "register", "notifications"]


@pytest.mark.parametrize("name", ANONYMOUS_URLS)
def test_the_portal_asks_strangers_to_sign_in(client: Client, name: str, db: None) -> None:
    response = client.get(reverse(f"accounts:{name}"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_an_exact_code_finds_the_organisation_and_asking_reaches_its_administrator(country: Country) -> None:
    client = signed_in(country.stranger)
    page = client.post(reverse("accounts:find"), {"credit_code": f" {country.firm.credit_code.lower()} "})
    assert country.firm.name in page.content.decode()
    member_role = Role.objects.get(key="org_member")
    response = client.post(
        reverse("accounts:join"), {"credit_code": country.firm.credit_code, "role": member_role.pk, "message": "采购部"}
    )
    assert response.status_code == 302
    assert JoinRequest.objects.get().message == "采购部"
    members_page = signed_in(country.org_admin).get(reverse("accounts:members", args=[country.firm.pk]))
    assert "采购部" in members_page.content.decode()


def test_finding_tells_nothing_about_members_and_never_finds_a_bureau(country: Country) -> None:
    client = signed_in(country.stranger)
    page = client.post(reverse("accounts:find"), {"credit_code": country.firm.credit_code}).content.decode()
    assert country.org_admin.email not in page
    page = client.post(reverse("accounts:find"), {"credit_code": country.bureau.credit_code}).content.decode()
    assert country.bureau.name not in page


def test_a_wrong_code_is_named_at_the_field_and_in_the_summary(country: Country) -> None:
    page = signed_in(country.stranger).post(reverse("accounts:find"), {"credit_code": "914403001922O38216"})
    html = page.content.decode()
    assert 'href="#id_credit_code"' in html
    assert 'aria-invalid="true"' in html
    assert "914403001922O38216" in html, "what was typed stays"


def test_looking_up_codes_is_throttled(country: Country) -> None:
    client = signed_in(country.stranger)
    codes = [client.post(reverse("accounts:find"), {"credit_code": fictional_code()}).status_code for _ in range(21)]
    assert codes[:20] == [200] * 20
    assert codes[20] == 429


@pytest.mark.parametrize("name", ["join", "register"])
def test_asking_to_join_or_registering_is_no_way_around_the_throttle(country: Country, name: str) -> None:
    client = signed_in(country.stranger)
    codes = [client.post(reverse(f"accounts:{name}"), {"credit_code": fictional_code()}).status_code for _ in range(21)]
    assert 429 not in codes[:20]
    assert codes[20] == 429


def test_registering_through_the_page_waits_for_the_bureau(country: Country) -> None:
    client = signed_in(country.stranger)
    code = fictional_code()
    facts = {
        "kind": "provider",
        "name": "新服务商（演示）",
        "credit_code": code,
        "region": country.qinglan.pk,
        "address": "示例路9号",
        "contact_name": "张演示",
        "contact_phone": "０００－００００１",
    }
    assert client.post(reverse("accounts:register"), facts | {"name": ""}).status_code == 422
    assert client.post(reverse("accounts:register"), facts).status_code == 302
    organisation = Organisation.objects.get(credit_code=code)
    assert (organisation.status, organisation.contact_phone) == ("pending", "000-00001")
    assert "新服务商（演示）" in client.get(reverse("accounts:organisations")).content.decode()


def test_registering_a_known_code_points_to_joining(country: Country) -> None:
    facts = {
        "kind": "enterprise",
        "name": "冒名（演示）",
        "credit_code": country.firm.credit_code,
        "region": country.qinglan.pk,
        "address": "示例路9号",
        "contact_name": "张演示",
        "contact_phone": "000-00001",
    }
    response = signed_in(country.stranger).post(reverse("accounts:register"), facts)
    assert response.status_code == 422
    assert Organisation.objects.filter(credit_code=country.firm.credit_code).count() == 1


@pytest.mark.parametrize("who", ["stranger", "member", "other_admin", "reviewer"])
def test_members_of_another_organisation_are_not_shown_or_touched(country: Country, who: str) -> None:
    client = signed_in(getattr(country, who))
    request = asked(country)
    membership = Membership.objects.get(user=country.org_admin)
    addresses = [
        ("get", reverse("accounts:members", args=[country.firm.pk])),
        ("post", reverse("accounts:confirm_request", args=[request.pk])),
        ("get", reverse("accounts:refuse_request", args=[request.pk])),
        ("post", reverse("accounts:refuse_request", args=[request.pk])),
        ("get", reverse("accounts:end_membership", args=[membership.pk])),
        ("post", reverse("accounts:end_membership", args=[membership.pk])),
        ("post", reverse("accounts:change_role", args=[membership.pk])),
    ]
    for method, address in addresses:
        assert getattr(client, method)(address).status_code == 404, address
    request.refresh_from_db()
    membership.refresh_from_db()
    assert (request.status, membership.ended_at) == ("pending", None)


def test_a_stranger_cannot_withdraw_anothers_request(country: Country) -> None:
    request = asked(country)
    assert signed_in(country.member).post(reverse("accounts:withdraw", args=[request.pk])).status_code == 404
    assert signed_in(country.stranger).post(reverse("accounts:withdraw", args=[request.pk])).status_code == 302
    request.refresh_from_db()
    assert request.status == "withdrawn"


def test_the_administrator_confirms_refuses_changes_and_ends(country: Country) -> None:
    client = signed_in(country.org_admin)
    request = asked(country)
    client.post(reverse("accounts:confirm_request", args=[request.pk]))
    membership = Membership.objects.get(user=country.stranger)
    admin_role = Role.objects.get(key="org_admin")
    client.post(reverse("accounts:change_role", args=[membership.pk]), {"role": admin_role.pk})
    changed = Membership.objects.get(user=country.stranger, ended_at=None)
    assert changed.role == admin_role
    assert client.get(reverse("accounts:end_membership", args=[changed.pk])).status_code == 200
    client.post(reverse("accounts:end_membership", args=[changed.pk]))
    assert not Membership.objects.filter(user=country.stranger, ended_at=None).exists()
    again = asked(country)
    refuse = reverse("accounts:refuse_request", args=[again.pk])
    assert client.post(refuse, {"reason": ""}).status_code == 422
    assert client.post(refuse, {"reason": "请先与人事部门联系"}).status_code == 302
    again.refresh_from_db()
    assert again.reason == "请先与人事部门联系"


def test_the_members_page_costs_the_same_however_many_members(country: Country, django_assert_max_num_queries) -> None:
    for number in range(12):
        Membership.objects.create(
            user=make_user(f"many{number}@example.com"),
            organisation=country.firm,
            role=Role.objects.get(key="org_member"),
            valid_from="2026-01-01",
        )
    client = signed_in(country.org_admin)
    with django_assert_max_num_queries(20):
        client.get(reverse("accounts:members", args=[country.firm.pk]))


def test_messages_are_ones_own(country: Country) -> None:
    notify(user_id=country.member.pk, key="a", title="甲消息", url="/my/organisations/")
    notify(user_id=country.stranger.pk, key="b", title="乙消息", url="https://elsewhere.example/")
    client = signed_in(country.member)
    page = client.get(reverse("accounts:notifications")).content.decode()
    assert "甲消息" in page
    assert "乙消息" not in page
    foreign = Notification.objects.get(key="b")
    assert client.post(reverse("accounts:open_notification", args=[foreign.pk])).status_code == 404
    own = Notification.objects.get(key="a")
    assert client.post(reverse("accounts:open_notification", args=[own.pk]))["Location"] == "/my/organisations/"
    own.refresh_from_db()
    assert own.read_at is not None


def test_a_message_never_leads_to_another_site(country: Country) -> None:
    notify(user_id=country.stranger.pk, key="b", title="乙消息", url="https://elsewhere.example/")
    client = signed_in(country.stranger)
    response = client.post(reverse("accounts:open_notification", args=[Notification.objects.get().pk]))
    assert response["Location"] == reverse("accounts:notifications")
    notify(user_id=country.stranger.pk, key="c", title="丙消息")
    client.post(reverse("accounts:read_all"))
    assert not Notification.objects.filter(read_at=None).exists()


def test_the_start_of_the_room_shows_what_waits(country: Country) -> None:
    make_organisation(country.qinglan, status="refused", registered_by=country.stranger, reason="名称不符")
    asked(country)
    page = signed_in(country.stranger).get(reverse("accounts:organisations")).content.decode()
    assert "名称不符" in page
    assert country.firm.name in page
