"""The outbox: what must leave the site exactly because a transaction committed.

`post` writes a message inside the caller's transaction. The worker delivers it at least once: it first takes a lease
in a transaction of its own (SKIP LOCKED on PostgreSQL, the single writer on SQLite), then calls the handler outside
any lock, then marks the message sent. A worker that dies in between leaves the lease to run out, and the message
comes again; the receiver drops doubles by key. The attempt is counted with the lease, so that a message which kills
its worker ends as a dead letter too.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks import task

from cms.core.models import OutboxMessage

log = structlog.get_logger(__name__)

Handler = Callable[[str, Mapping[str, Any]], None]

MAX_ATTEMPTS = 8
LEASE_SECONDS = 60.0
BATCH = 100
FIRST_RETRY_SECONDS = 10

_handlers: dict[str, Handler] = {}
_titles: dict[str, str | Promise] = {}


def register_handler(topic: str, handler: Handler, *, title: str | Promise = "") -> None:
    """Let `handler(key, payload)` deliver the messages of `topic`; it must tolerate the same key twice.

    `title` is what staff call such messages.
    """
    _handlers[topic] = handler
    _titles[topic] = title or topic


def topics() -> list[tuple[str, str]]:
    """Return (topic, title) of every kind of message that this site can deliver."""
    return [(topic, str(_titles[topic])) for topic in _handlers]


def topic_title(topic: str) -> str:
    """Return what staff call the messages of `topic`."""
    return str(_titles.get(topic, topic))


@task()
def deliver_outbox() -> int:
    """Drain the outbox in the worker process."""
    return deliver_due(BATCH)


def _wake() -> None:
    try:
        deliver_outbox.enqueue()
    except Exception:
        # The messages are committed and the clock drains them; the person at the screen must not see an error.
        log.exception("outbox.wake_failed")


def post(*, topic: str, key: str, payload: Mapping[str, Any]) -> None:
    """Add a message to the caller's transaction, once per key, and wake the worker when the transaction commits."""
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.post needs the transaction of its cause")
    message = OutboxMessage(topic=topic, key=key, payload=dict(payload))
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _lease(now: datetime.datetime, seconds: float) -> OutboxMessage | None:
    """Take the oldest due message for this worker, or None."""
    with transaction.atomic():
        due = OutboxMessage.objects.filter(sent_at__isnull=True, dead_at__isnull=True, next_attempt_at__lte=now)
        message = (
            due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if message is None:
            return None
        message.attempts += 1
        message.next_attempt_at = now + datetime.timedelta(seconds=seconds)
        message.save(update_fields=["attempts", "next_attempt_at"])
        return message


def _failed(message: OutboxMessage, error: str) -> None:
    """Store the error and set the next attempt, or bury the message after the last one."""
    now = timezone.now()
    changes: dict[str, Any] = {"last_error": error[:2000]}
    if message.attempts >= MAX_ATTEMPTS:
        changes["dead_at"] = now
    else:
        pause = FIRST_RETRY_SECONDS * 2 ** (message.attempts - 1)
        changes["next_attempt_at"] = now + datetime.timedelta(seconds=pause)
    # The attempt number guards the row: when the lease ran out, the message belongs to the worker that took it then.
    OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts, sent_at__isnull=True).update(**changes)
    log.warning("outbox.failed", topic=message.topic, key=message.key, attempts=message.attempts, error=error)


def _deliver(message: OutboxMessage) -> bool:
    handler = _handlers.get(message.topic)
    if message.attempts > MAX_ATTEMPTS:
        _failed(message, message.last_error or "the worker died in every attempt")
        return False
    if handler is None:
        _failed(message, f"no handler for the topic {message.topic}")
        return False
    try:
        handler(message.key, message.payload)
    except Exception as error:  # noqa: BLE001  (whatever a receiver throws, the queue behind it must go on)
        _failed(message, f"{type(error).__name__}: {error}")
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), last_error="")
    return True


def deliver_due(limit: int = BATCH, *, lease_seconds: float = LEASE_SECONDS) -> int:
    """Deliver up to `limit` due messages and return how many were sent. Any number of workers may run it at once."""
    sent = 0
    for _attempt in range(limit):
        message = _lease(timezone.now(), lease_seconds)
        if message is None:
            break
        sent += _deliver(message)
    return sent
