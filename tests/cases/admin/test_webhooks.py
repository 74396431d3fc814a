"""Webhooks in the admin: who keeps them, what an address must be, a secret that is seen once."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import ModelLogEntry

from cases.models import WebhookEndpoint
from cases.selectors.webhooks import listeners
from cms.accounts.models import Region
from cms.core.models import OutboxMessage
from tests.cases.desk_world import World

LIST = "/admin/webhooks/"


@pytest.fixture
def keeper(client: Client, world: World) -> Client:
    codenames = ["access_admin", *(f"{verb}_webhookendpoint" for verb in ("add", "change", "delete", "view"))]
    world.editor.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(world.editor)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "name": "省平台",
        "url": "https://platform.example.com/hook",
        "active": "on",
        "kinds": ["closed"],
        "regions": [Region.objects.first().pk],  # type: ignore[union-attr]
        **changes,
    }


def test_a_new_webhook_listens_at_once_and_its_secret_is_shown_one_time_only(keeper: Client) -> None:
    assert listeners() == ()
    shown = keeper.post(f"{LIST}new/", typed(), follow=True)
    made = WebhookEndpoint.objects.get()
    secret = made.secrets.get().value
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert [one.endpoint_id for one in listeners()] == [made.pk]
    for page in (f"{LIST}secret/{made.pk}/", f"{LIST}edit/{made.pk}/", LIST, f"{LIST}history/{made.pk}/"):
        assert secret not in keeper.get(page).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://platform.example.com/"}, "url"),
        ({"url": "https://user:word@platform.example.com/"}, "url"),
        ({"regions": []}, "regions"),
        ({"kinds": ["everything"]}, "kinds"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused_at_its_field(keeper: Client, changes: dict[str, Any], field: str) -> None:
    response = keeper.post(f"{LIST}new/", typed(**changes))
    assert field in response.context["form"].errors
    assert not WebhookEndpoint.objects.exists()


def test_switching_off_and_deleting_count_from_the_next_step_on(keeper: Client) -> None:
    keeper.post(f"{LIST}new/", typed())
    made = WebhookEndpoint.objects.get()
    keeper.post(f"{LIST}edit/{made.pk}/", typed(active=""))
    assert listeners() == ()
    keeper.post(f"{LIST}edit/{made.pk}/", typed())
    assert len(listeners()) == 1
    keeper.post(f"{LIST}delete/{made.pk}/")
    assert listeners() == ()


def test_another_secret_is_asked_for_and_logged_and_both_sign_for_a_day(keeper: Client) -> None:
    keeper.post(f"{LIST}new/", typed(), follow=True)
    made = WebhookEndpoint.objects.get()
    assert "生成新的密钥" in keeper.get(f"{LIST}secret/{made.pk}/").content.decode()
    keeper.post(f"{LIST}secret/{made.pk}/")
    assert made.secrets.in_use().count() == 2
    assert made.secrets.filter(expires_at=None).count() == 1
    assert ModelLogEntry.objects.filter(action="cases.webhook_secret", object_id=str(made.pk)).count() == 2


def test_a_test_event_goes_through_the_outbox(keeper: Client) -> None:
    keeper.post(f"{LIST}new/", typed(), follow=True)
    made = WebhookEndpoint.objects.get()
    keeper.get(f"{LIST}try/{made.pk}/")
    assert not OutboxMessage.objects.exists()
    keeper.post(f"{LIST}try/{made.pk}/")
    assert OutboxMessage.objects.get().payload["event"]["type"] == "cn.pilotdesk.ping"


def test_whoever_may_only_look_gets_no_secret_and_sends_nothing(client: Client, world: World) -> None:
    world.editor.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_webhookendpoint"]))
    client.force_login(world.editor)
    made = WebhookEndpoint.objects.create(name="省平台", url="https://platform.example.com/")
    for page in ("secret", "try", "edit"):
        client.post(f"{LIST}{page}/{made.pk}/", typed(url="https://elsewhere.example.com/"))
    assert not made.secrets.exists()
    assert not OutboxMessage.objects.exists()
    assert WebhookEndpoint.objects.get().url == "https://platform.example.com/"
