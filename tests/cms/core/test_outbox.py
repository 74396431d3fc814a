"""The outbox: written with its cause, delivered at least once, never lost, never in the way."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.core import outbox
from cms.core.models import OutboxMessage


@pytest.fixture
def received(db: None) -> Iterator[list[str]]:
    """Register a receiver of the topic `test` and give what it received."""
    keys: list[str] = []
    outbox.register_handler("test", lambda key, payload: keys.append(key))
    yield keys
    outbox._handlers.pop("test")


@pytest.fixture
def broken(db: None) -> Iterator[None]:
    """Register a receiver of the topic `broken` that always fails."""

    def fail(key: str, payload: Mapping[str, Any]) -> None:
        raise ConnectionError("邮件服务器没有应答")

    outbox.register_handler("broken", fail)
    yield
    outbox._handlers.pop("broken")


def _due_now(key: str) -> OutboxMessage:
    OutboxMessage.objects.filter(key=key).update(next_attempt_at=timezone.now())
    return OutboxMessage.objects.get(key=key)


def test_a_posted_message_is_delivered_once(received: list[str]) -> None:
    outbox.post(topic="test", key="a", payload={})
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    assert received == ["a"]
    assert OutboxMessage.objects.get(key="a").sent_at is not None


def test_the_same_key_is_posted_once(received: list[str]) -> None:
    outbox.post(topic="test", key="a", payload={"n": 1})
    outbox.post(topic="test", key="a", payload={"n": 2})
    assert [message.payload for message in OutboxMessage.objects.all()] == [{"n": 1}]


def test_messages_leave_in_the_order_in_which_they_were_posted(received: list[str]) -> None:
    for key in ("a", "b", "c"):
        outbox.post(topic="test", key=key, payload={})
    outbox.deliver_due()
    assert received == ["a", "b", "c"]


def test_the_worker_is_woken_once_per_transaction_and_only_by_a_commit(
    received: list[str], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for key in ("a", "b"):
            outbox.post(topic="test", key=key, payload={})
    assert len(callbacks) == 1
    assert received == []
    callbacks[0]()
    assert received == ["a", "b"]


def test_a_rolled_back_cause_leaves_no_message(received: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(topic="test", key="a", payload={})
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()
    assert connection.run_on_commit == []


@pytest.mark.django_db(transaction=True)
def test_a_message_without_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.post(topic="test", key="a", payload={})


def test_a_failed_delivery_keeps_the_error_and_comes_again_later_each_time(broken: None) -> None:
    outbox.post(topic="broken", key="a", payload={})
    pauses = []
    for _ in range(3):
        _due_now("a")
        assert outbox.deliver_due() == 0
        message = OutboxMessage.objects.get(key="a")
        pauses.append(round((message.next_attempt_at - timezone.now()).total_seconds() / 10))
    assert pauses == [1, 2, 4]
    assert message.last_error == "ConnectionError: 邮件服务器没有应答"
    assert message.attempts == 3


def test_a_message_that_fails_is_not_tried_again_before_its_time(broken: None) -> None:
    outbox.post(topic="broken", key="a", payload={})
    outbox.deliver_due()
    outbox.deliver_due()
    assert OutboxMessage.objects.get(key="a").attempts == 1


def test_after_eight_failures_a_message_is_a_dead_letter_with_its_last_error(broken: None) -> None:
    outbox.post(topic="broken", key="a", payload={})
    for _ in range(12):
        _due_now("a")
        outbox.deliver_due()
    message = OutboxMessage.objects.get(key="a")
    assert message.attempts == 8
    assert message.dead_at is not None
    assert message.sent_at is None
    assert message.last_error


def test_a_broken_receiver_does_not_hold_up_the_messages_behind_it(broken: None, received: list[str]) -> None:
    outbox.post(topic="broken", key="a", payload={})
    outbox.post(topic="test", key="b", payload={})
    assert outbox.deliver_due() == 1
    assert received == ["b"]


def test_a_topic_without_receiver_is_an_error_of_the_message(db: None) -> None:
    outbox.post(topic="nobody", key="a", payload={})
    outbox.deliver_due()
    assert "nobody" in OutboxMessage.objects.get(key="a").last_error


def test_a_message_under_lease_belongs_to_its_worker_until_the_lease_ends(received: list[str]) -> None:
    outbox.post(topic="test", key="a", payload={})
    assert outbox._lease(timezone.now(), 60) is not None
    assert outbox.deliver_due() == 0
    assert outbox._lease(timezone.now() + datetime.timedelta(seconds=61), 60) is not None


def test_a_message_that_kills_its_worker_in_every_attempt_ends_as_a_dead_letter(received: list[str]) -> None:
    outbox.post(topic="test", key="a", payload={})
    for _ in range(outbox.MAX_ATTEMPTS):
        _due_now("a")
        assert outbox._lease(timezone.now(), 60) is not None
    _due_now("a")
    assert outbox.deliver_due() == 0
    assert OutboxMessage.objects.get(key="a").dead_at is not None
    assert received == []


def test_the_number_of_messages_per_call_is_bounded(received: list[str]) -> None:
    for number in range(5):
        outbox.post(topic="test", key=str(number), payload={})
    assert outbox.deliver_due(limit=3) == 3
    assert outbox.deliver_due(limit=3) == 2
