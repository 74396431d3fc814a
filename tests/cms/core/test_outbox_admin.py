"""The outbox in the admin: what became of every message, and another round for those that were given up."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from cms.core import outbox
from cms.core.models import OutboxMessage
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db
LIST, REPLAY = "/admin/outbox/", "/admin/outbox/replay/"


@pytest.fixture
def keeper(client: Client) -> Client:
    roles_install()
    person = make_user("keeper@example.com")
    person.groups.add(Group.objects.get(name="平台管理员"))
    client.force_login(person)
    return client


@pytest.fixture
def received() -> Iterator[list[str]]:
    keys: list[str] = []
    outbox.register_handler("test", lambda key, payload: keys.append(key), title="测试消息")
    yield keys
    outbox._handlers.pop("test")


def message(key: str, **fields: Any) -> OutboxMessage:
    return OutboxMessage.objects.create(**{"topic": "mail", "key": key, **fields})


def dead(key: str, **fields: Any) -> OutboxMessage:
    return message(key, **{"dead_at": timezone.now(), "attempts": 8, "last_error": "没有应答", **fields})


def test_each_message_is_listed_with_what_became_of_it(keeper: Client) -> None:
    message("m-waiting")
    message("m-failing", attempts=2, last_error="拒绝连接 li.si@example.com")
    message("m-sent", sent_at=timezone.now(), attempts=1)
    dead("m-dead")
    shown = keeper.get(LIST).content.decode()
    for words in ("等待发送", "失败待重试", "已送达", "已放弃", "m-failing", "li***@example.com", "没有应答"):
        assert words in shown
    assert "li.si@example.com" not in shown


@pytest.mark.parametrize("state", ["waiting", "failing", "sent", "dead"])
def test_a_filter_keeps_one_state_and_every_message_has_exactly_one(keeper: Client, state: str) -> None:
    message("m-waiting")
    message("m-failing", attempts=2, last_error="x")
    message("m-sent", sent_at=timezone.now(), last_error="")
    dead("m-dead")
    found = list(keeper.get(LIST, {"state": state}).context["object_list"])
    assert [(one.key, one.state) for one in found] == [(f"m-{state}", state)]


def test_the_list_is_filtered_by_kind_and_day(keeper: Client) -> None:
    message("m-mail")
    old = message("m-old")
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=9))
    message("m-site", topic="notification")
    today = timezone.localdate().isoformat()
    found = keeper.get(LIST, {"topic": "mail", "created_at_from": today}).context["object_list"]
    assert [one.key for one in found] == ["m-mail"]


def test_the_list_costs_the_same_queries_with_one_message_and_with_many(keeper: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert keeper.get(LIST).status_code == 200
        return len(queries)

    dead("m-0")
    cost()
    few = cost()
    for number in range(1, 40):
        dead(f"m-{number}", topic="mail" if number % 2 else "notification")
    assert cost() == few


def test_what_a_message_says_is_shown_with_personal_data_in_part(keeper: Client) -> None:
    one = dead("m-dead", payload={"to": "zhang.san@example.com", "body": "电话13812345678"})
    shown = keeper.get(f"{LIST}{one.pk}/").content.decode()
    assert "zh***@example.com" in shown
    assert "138****5678" in shown
    assert "zhang.san" not in shown
    assert "13812345678" not in shown


def test_one_dead_message_is_asked_about_and_then_delivered(keeper: Client, received: list[str]) -> None:
    one, other = dead("a", topic="test"), dead("b", topic="test")
    asked = keeper.get(REPLAY, {"message": one.pk})
    assert asked.context["count"] == 1
    assert received == []
    assert keeper.post(REPLAY, {"message": one.pk}).status_code == 302
    outbox.deliver_due()
    assert received == ["a"]
    other.refresh_from_db()
    assert other.state == "dead"


def test_a_message_that_fails_again_has_all_its_attempts_again(keeper: Client) -> None:
    one = dead("a", topic="nobody")
    keeper.post(REPLAY, {"message": one.pk})
    outbox.deliver_due()
    one.refresh_from_db()
    assert (one.state, one.attempts) == ("failing", 1)


def test_all_dead_messages_of_a_kind_go_again_and_no_others(keeper: Client, received: list[str]) -> None:
    for key in ("a", "b"):
        dead(key, topic="test")
    dead("m-mail")
    keeper.post(REPLAY, {"topic": "test"})
    outbox.deliver_due()
    assert sorted(received) == ["a", "b"]
    assert OutboxMessage.objects.get(key="m-mail").state == "dead"


def test_sending_again_is_one_entry_in_the_audit_log(keeper: Client) -> None:
    first = dead("a")
    dead("b")
    keeper.post(REPLAY, {"topic": "mail"})
    entry = ModelLogEntry.objects.get(action="core.outbox_replay")
    assert (entry.object_id, entry.data) == (str(first.pk), {"count": 2, "keys": ["a", "b"]})
    assert entry.user == User.objects.get(email="keeper@example.com")
    assert "重新投递 2 条消息" in keeper.get("/admin/reports/site-history/").content.decode()


def test_what_was_delivered_or_is_still_tried_is_not_sent_again(keeper: Client) -> None:
    sent, failing = message("a", sent_at=timezone.now()), message("b", last_error="x", attempts=3)
    answer = keeper.post(REPLAY, {"message": [sent.pk, failing.pk]}, follow=True)
    failing.refresh_from_db()
    assert failing.attempts == 3
    assert "已经重新投递过" in answer.content.decode()
    assert not ModelLogEntry.objects.filter(action="core.outbox_replay").exists()


def test_nothing_chosen_leads_back_with_a_word(keeper: Client) -> None:
    for chosen in ({}, {"message": "x"}, {"message": 99}):
        assert "请至少选择一条" in keeper.get(REPLAY, chosen, follow=True).content.decode()


def test_staff_without_the_permission_neither_see_nor_send(client: Client) -> None:
    roles_install()
    reviewer = make_user("reviewer@example.com")
    reviewer.groups.add(Group.objects.get(name="县级审核员"))
    client.force_login(reviewer)
    one = dead("a")
    for address in (LIST, f"{LIST}{one.pk}/", REPLAY):
        assert client.get(address).status_code == 302
    assert client.post(REPLAY, {"message": one.pk}).status_code == 302
    one.refresh_from_db()
    assert one.state == "dead"
    assert LIST not in client.get("/admin/").content.decode()
