"""Several workers, and workers that die."""

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from cms.core import outbox
from cms.core.models import OutboxMessage

ROOT = Path(__file__).resolve().parents[3]

WORKER = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = sys.argv[1]
from cms.core import outbox

def receive(key, payload):
    print("holding", key, flush=True)
    time.sleep(float(sys.argv[2]))
    print("delivered", key, flush=True)

outbox.register_handler("test", receive)
outbox.deliver_due(lease_seconds=1)
"""

pytestmark = pytest.mark.django_db(transaction=True)


def _post(*keys: str) -> None:
    with transaction.atomic():
        for key in keys:
            outbox.post(topic="test", key=key, payload={})
        connection.run_on_commit.clear()


def _worker(seconds: float) -> "subprocess.Popen[str]":
    name = str(settings.DATABASES["default"]["NAME"])
    arguments = [sys.executable, "-c", WORKER, name, str(seconds)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def received() -> Iterator[list[str]]:
    """Register a receiver of the topic `test` and give what it received."""
    keys: list[str] = []
    outbox.register_handler("test", lambda key, payload: keys.append(key))
    yield keys
    outbox._handlers.pop("test")


@pytest.mark.postgres
def test_four_workers_at_once_deliver_every_message_exactly_once(received: list[str]) -> None:
    _post(*(f"m{number}" for number in range(60)))
    barrier = threading.Barrier(4)

    def work() -> None:
        try:
            barrier.wait(timeout=30)
            outbox.deliver_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(received) == {f"m{number}": 1 for number in range(60)}
    assert not OutboxMessage.objects.filter(sent_at__isnull=True).exists()
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_a_message_whose_worker_was_killed_in_the_middle_is_delivered_afterwards(received: list[str]) -> None:
    _post("a")
    worker = _worker(seconds=60)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "holding a\n"
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
    finally:
        worker.kill()
        if worker.stdout:
            worker.stdout.close()
    assert OutboxMessage.objects.get(key="a").sent_at is None
    assert received == []
    until = time.monotonic() + 10
    while not outbox.deliver_due() and time.monotonic() < until:
        time.sleep(0.1)
    assert received == ["a"]
    assert OutboxMessage.objects.get(key="a").attempts == 2


def test_a_worker_in_its_own_process_delivers_and_marks(received: list[str]) -> None:
    _post("a", "b")
    worker = _worker(seconds=0)
    said, _errors = worker.communicate(timeout=60)
    assert said.splitlines() == ["holding a", "delivered a", "holding b", "delivered b"]
    assert outbox.deliver_due() == 0
    assert received == []
