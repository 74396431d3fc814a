"""By which ways a person wants to be told: their own choice, in the portal and in the admin."""

import pytest
from django.test import Client

from cms.accounts.models import User
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db
PAGE = "/my/organisations/notifications/channels/"


@pytest.fixture
def person(client: Client) -> User:
    user = make_user("person@example.com", full_name="张三")
    client.force_login(user)
    return user


def test_mail_and_text_messages_are_wanted_until_somebody_says_no(client: Client, person: User) -> None:
    assert (person.mail_wanted, person.sms_wanted) == (True, True)
    assert client.post(PAGE, {"sms_wanted": "on"}).status_code == 302
    person.refresh_from_db()
    assert (person.mail_wanted, person.sms_wanted) == (False, True)


def test_the_page_says_that_messages_of_the_site_stay_and_that_a_telephone_is_missing(
    client: Client, person: User
) -> None:
    shown = client.get(PAGE).content.decode()
    assert "站内消息始终接收" in shown
    assert "尚未填写手机号码" in shown


def test_a_choice_is_made_for_oneself_and_signed_in_only(client: Client, person: User) -> None:
    other = make_user("other@example.com")
    client.post(PAGE, {"id": other.pk})
    other.refresh_from_db()
    assert other.mail_wanted
    client.logout()
    assert client.get(PAGE).status_code == 302
