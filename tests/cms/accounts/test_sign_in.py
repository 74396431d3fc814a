"""Registration, sign-in and who gets into the admin."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.services.membership_sync import membership_sync_all
from tests.cms.accounts.conftest import PASSWORD, Country, make_user

LOGIN = "/accounts/login/"
SIGNUP = "/accounts/signup/"


@pytest.fixture(autouse=True)
def fresh_throttles() -> None:
    cache.clear()


def facts(email: str = "new@example.com", **changes: str) -> dict[str, str]:
    return {
        "full_name": "新用户",
        "phone": "000-12345678",
        "email": email,
        "password1": "A-good-one-2026",
        "password2": "A-good-one-2026",
        "agreement": "on",
    } | changes


def verified(user: User) -> User:
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD, **query: str):
    return client.post(LOGIN, {"login": email, "password": password}, query_params=query)


def test_registration_stores_name_telephone_and_consent_and_asks_for_the_mail(client: Client, db: None) -> None:
    response = client.post(SIGNUP, facts("New@Example.com"))
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.full_name, user.phone) == ("new@example.com", "新用户", "000-12345678")
    assert user.agreed_at is not None
    assert not user.has_perm("wagtailadmin.access_admin")
    link = re.search(r"http://testserver(\S+confirm-email\S+)", mail.outbox[0].body)
    assert link is not None
    assert client.post(link[1]).status_code == 302
    assert user.emailaddress_set.get().verified


@pytest.mark.parametrize("left_out", ["full_name", "phone", "agreement"])
def test_registration_needs_name_telephone_and_consent(client: Client, db: None, left_out: str) -> None:
    given = facts()
    del given[left_out]
    response = client.post(SIGNUP, given)
    assert response.status_code == 200
    assert f'href="#id_{left_out}"' in response.content.decode()
    assert not User.objects.exists()


def test_registration_does_not_tell_whether_an_address_is_known(db: None) -> None:
    verified(make_user("known@example.com"))
    new = Client().post(SIGNUP, facts("unknown@example.com"))
    known = Client().post(SIGNUP, facts("known@example.com"))
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert User.objects.filter(email="known@example.com").count() == 1


def test_a_reset_does_not_tell_whether_an_address_is_known(db: None) -> None:
    verified(make_user("known@example.com"))
    known = Client().post("/accounts/password/reset/", {"email": "known@example.com"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_guessing_a_password_is_throttled(db: None) -> None:
    verified(make_user("known@example.com"))
    client = Client()
    for _ in range(5):
        sign_in(client, "known@example.com", "wrong")
    response = sign_in(client, "known@example.com")
    assert response.status_code == 200, "even the right password waits now"
    assert "_auth_user_id" not in client.session


def test_registering_many_people_is_throttled(db: None) -> None:
    codes = [Client().post(SIGNUP, facts(f"p{number}@example.com", password2="x")).status_code for number in range(21)]
    assert codes[19] == 200
    assert codes[20] == 429


def test_staff_go_to_the_admin_and_applicants_to_their_desk(country: Country) -> None:
    membership_sync_all()
    verified(country.reviewer)
    verified(country.org_admin)
    verified(country.stranger)
    assert sign_in(Client(), country.reviewer.email)["Location"] == "/admin/"
    assert sign_in(Client(), country.org_admin.email)["Location"] == reverse("home:start")
    assert sign_in(Client(), country.stranger.email)["Location"] == reverse("accounts:organisations")


def test_an_applicant_gets_a_clear_page_instead_of_the_admin(country: Country) -> None:
    verified(country.org_admin)
    client = Client()
    assert client.get("/admin/")["Location"] == "/accounts/login/?next=/admin/"
    assert sign_in(client, country.org_admin.email, next="/admin/")["Location"] == "/admin/"
    for address in ["/admin/", "/admin/pages/", "/admin/users/", "/admin/login/", "/admin/account/"]:
        response = client.get(address)
        assert response.status_code == 403, address
        assert reverse("home:start") in response.content.decode()


def test_wagtails_own_sign_in_leads_to_ours(client: Client, db: None) -> None:
    assert client.get("/admin/login/?next=/admin/pages/")["Location"] == "/accounts/login/?next=/admin/pages/"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


@pytest.mark.parametrize("address", [LOGIN, SIGNUP, "/accounts/password/reset/"])
def test_the_entrance_pages_have_labels_for_every_field(client: Client, db: None, address: str) -> None:
    html = client.get(address).content.decode()
    for field in re.findall(r'<input[^>]+type="(?:text|email|password|tel|checkbox)"[^>]*>', html):
        identifier = re.search(r'id="([^"]+)"', field)
        assert identifier is not None, field
        assert f'for="{identifier[1]}"' in html or 'type="checkbox"' in field


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/email/", "/accounts/2fa/"])
def test_the_account_pages_are_in_the_portal(country: Country, address: str) -> None:
    client = Client()
    client.force_login(country.org_admin, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    assert response.status_code == 200
    assert "portal-nav" in response.content.decode()


def totp_code(page: str) -> str:
    """Return the code that an authenticator app shows for the secret on the page."""
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', page)
    assert secret is not None
    return format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))


def test_two_step_sign_in_is_optional_and_then_asked_for(country: Country) -> None:
    verified(country.org_admin)
    client = Client()
    sign_in(client, country.org_admin.email)
    activate = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(activate).content.decode()
    assert client.post(activate, {"code": "000000"}).status_code == 200
    assert client.post(activate, {"code": totp_code(page)}).status_code == 302
    again = Client()
    response = sign_in(again, country.org_admin.email)
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in again.session
