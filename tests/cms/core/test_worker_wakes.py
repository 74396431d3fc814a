"""From a commit to the delivery: the task that wakes the worker is written with the message."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from cms.core import outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def received(settings: Any) -> Iterator[list[str]]:
    """Use the tasks of production and register a receiver."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    keys: list[str] = []
    outbox.register_handler("test", lambda key, payload: keys.append(key))
    yield keys
    outbox._handlers.pop("test")


def test_a_commit_leaves_one_task_and_the_worker_delivers(received: list[str]) -> None:
    with transaction.atomic():
        outbox.post(topic="test", key="a", payload={})
        outbox.post(topic="test", key="b", payload={})
        assert DBTaskResult.objects.count() == 0
    assert DBTaskResult.objects.count() == 1
    assert received == []
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
    assert received == ["a", "b"]


def test_a_rollback_leaves_no_task(received: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(topic="test", key="a", payload={})
        _ = 1 / 0
    assert DBTaskResult.objects.count() == 0
