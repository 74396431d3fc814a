"""Webhooks: who hears of which step, what they are told, and that nothing is lost when a worker dies."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.engine.webhooks import signature
from cases.models import Case, CaseType, WebhookEndpoint
from cases.selectors.webhooks import forget_listeners
from cases.services.perform import perform
from cases.services.webhook_endpoints import webhook_secret_renew, webhook_try
from cms.accounts.models import Region, User
from cms.core import outbox
from cms.core.models import OutboxMessage
from tests.cases.world import World
from tests.receiver import Receiver

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as listening:
        yield listening


def endpoint(world: World, *regions: Region, url: str = "http://127.0.0.1:9/", **fields: Any) -> WebhookEndpoint:
    made = WebhookEndpoint.objects.create(name="省平台", url=url, **fields)
    made.regions.set(regions or [world.county])
    forget_listeners()
    return made


def posted() -> list[dict[str, Any]]:
    return [one.payload["event"] for one in OutboxMessage.objects.filter(topic="webhook").order_by("pk")]


def test_a_step_is_told_as_a_cloud_event_without_personal_data(world: World) -> None:
    endpoint(world)
    case = world.case()
    perform(
        case_id=case.pk,
        transition="accept",
        expected_revision=0,
        idempotency_key="k",
        actor=world.reviewer,
        payload={"comment": "王五电话13812345678"},
    )
    [event] = posted()
    assert event["specversion"] == "1.0"
    assert event["id"] == f"{case.number}:1"
    assert event["subject"] == case.number
    assert event["type"] == "cn.pilotdesk.case.closed"
    assert event["data"] == {
        "case_type": "two-steps",
        "region": "989921",
        "transition": "accept",
        "from_state": "review",
        "state": "accepted",
        "public_state": "已通过",
        "state_kind": "final",
        "revision": 1,
    }
    told = json.dumps(event, ensure_ascii=False)
    for secret in ("王五", "13812345678", world.reviewer.full_name, world.enterprise.name, case.title):
        assert secret not in told


def test_an_endpoint_hears_of_its_region_and_below_and_of_no_other(world: World) -> None:
    city = world.county.parent
    assert city is not None
    heard = {"county": endpoint(world), "city": endpoint(world, city), "other": endpoint(world, world.other_county)}
    world.walk(world.case(), "accept")
    told = {one.payload["endpoint"] for one in OutboxMessage.objects.filter(topic="webhook")}
    assert told == {heard["county"].pk, heard["city"].pk}


def test_nobody_is_told_of_a_confidential_case(world: World) -> None:
    endpoint(world)
    secret, other = world.case(state="returned"), world.case(state="returned")
    Case.objects.filter(pk=secret.pk).update(confidentiality="confidential")
    for case in (secret, other):
        perform(case_id=case.pk, transition="expire", expected_revision=None, idempotency_key="k", actor=None)
    assert [one["subject"] for one in posted()] == [other.number]


def test_what_became_confidential_after_the_step_is_not_delivered(world: World, receiver: Receiver) -> None:
    endpoint(world, url=receiver.url)
    case = world.walk(world.case(), "accept")
    case.confidentiality = "confidential"
    case.save()
    outbox.deliver_due()
    assert receiver.received == []
    assert not OutboxMessage.objects.filter(sent_at=None, topic="webhook").exists()


def test_an_endpoint_hears_only_of_the_kinds_and_case_types_that_it_wants(world: World) -> None:
    other = CaseType.objects.create(key="other", title="其他")
    endpoint(world, kinds=["closed"])
    endpoint(world).case_types.set([other])
    forget_listeners()
    case = world.walk(world.case(), "return")
    assert posted() == []
    world.walk(case, "resubmit", "accept")
    assert [one["type"] for one in posted()] == ["cn.pilotdesk.case.closed"]


def test_without_endpoints_a_step_costs_at_most_one_query_and_then_none(world: World) -> None:
    cases = [world.case() for _ in range(3)]
    costs = []
    for case in cases:
        with CaptureQueriesContext(connection) as queries:
            world.walk(case, "accept")
        costs.append(sum("webhook" in one["sql"] for one in queries.captured_queries))
    assert costs == [1, 0, 0]


def test_an_endpoint_that_is_switched_off_hears_nothing(world: World) -> None:
    endpoint(world, active=False)
    world.walk(world.case(), "accept")
    assert posted() == []


def test_the_receiver_can_check_the_signature_under_the_old_and_the_new_secret(
    world: World, receiver: Receiver
) -> None:
    told = endpoint(world, url=receiver.url)
    old = webhook_secret_renew(endpoint=told, actor=world.superuser)
    new = webhook_secret_renew(endpoint=told, actor=world.superuser)
    case = world.walk(world.case(), "accept")
    outbox.deliver_due()
    [(headers, body)] = receiver.received
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == f"{case.number}:1"
    stamp = int(headers["webhook-timestamp"])
    assert abs(stamp - timezone.now().timestamp()) < 60
    assert headers["webhook-signature"].split() == [
        signature(one, headers["webhook-id"], stamp, body) for one in (new, old)
    ]
    assert json.loads(body) == posted()[0]


def test_an_old_secret_signs_no_longer_when_its_day_is_over(world: World, receiver: Receiver) -> None:
    told = endpoint(world, url=receiver.url)
    webhook_secret_renew(endpoint=told, actor=world.superuser)
    told.secrets.update(expires_at=timezone.now())
    webhook_secret_renew(endpoint=told, actor=world.superuser)
    webhook_try(endpoint=told, actor=world.superuser)
    outbox.deliver_due()
    assert len(receiver.received[0][0]["webhook-signature"].split()) == 1


def test_a_refusal_is_counted_and_tried_again_and_a_success_ends_the_count(world: World, receiver: Receiver) -> None:
    told = endpoint(world, url=receiver.url)
    receiver.status, receiver.answer = 503, b"down" * 100
    world.walk(world.case(), "accept")
    outbox.deliver_due()
    told.refresh_from_db()
    message = OutboxMessage.objects.get(topic="webhook")
    assert (told.failures, message.state, message.attempts) == (1, "failing", 1)
    assert "503 down" in message.last_error
    assert len(message.last_error) < 200
    receiver.status = 204
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    outbox.deliver_due()
    told.refresh_from_db()
    message.refresh_from_db()
    assert (told.failures, told.last_error, message.state) == (0, "", "sent")
    assert told.last_success_at is not None


def test_a_redirect_is_no_delivery(world: World, receiver: Receiver) -> None:
    endpoint(world, url=receiver.url)
    receiver.status, receiver.headers = 307, {"Location": receiver.url}
    world.walk(world.case(), "accept")
    outbox.deliver_due()
    assert OutboxMessage.objects.get(topic="webhook").state == "failing"
    assert len(receiver.received) == 1


def test_a_receiver_that_is_gone_is_switched_off_and_what_waits_is_kept(world: World, receiver: Receiver) -> None:
    told = endpoint(world, url=receiver.url)
    receiver.status = 410
    case = world.walk(world.case(), "return")
    outbox.deliver_due()
    told.refresh_from_db()
    assert told.active is False
    world.walk(case, "resubmit")
    assert len(posted()) == 1
    assert OutboxMessage.objects.get(topic="webhook").state == "failing"


def test_an_address_of_the_inside_is_refused_at_delivery_too(world: World, receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    endpoint(world, url=f"https://127.0.0.1:{receiver.port}/")
    world.walk(world.case(), "accept")
    outbox.deliver_due()
    assert "AddressRefused" in OutboxMessage.objects.get(topic="webhook").last_error
    assert receiver.received == []


def test_what_waits_for_a_deleted_endpoint_is_dropped(world: World, receiver: Receiver) -> None:
    told = endpoint(world, url=receiver.url)
    world.walk(world.case(), "accept")
    told.delete()
    outbox.deliver_due()
    assert receiver.received == []
    assert OutboxMessage.objects.get(topic="webhook").state == "sent"


WORKER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = sys.argv[1]
settings.WEBHOOK_PRIVATE_ADDRESSES = True
from cms.core import outbox
outbox.deliver_due(lease_seconds=1)
print("ended", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_delivery_and_mark_sends_the_same_id_again(receiver: Receiver) -> None:
    told = WebhookEndpoint.objects.create(name="省平台", url=receiver.url)
    root = Region.objects.create(code="980000", name="测试省", level="province", path="980000/")
    told.regions.set([root])
    actor = User.objects.create_superuser("root@example.com")
    webhook_secret_renew(endpoint=told, actor=actor)
    with transaction.atomic():
        webhook_try(endpoint=told, actor=actor)
        connection.run_on_commit.clear()
    name = str(site.DATABASES["default"]["NAME"])
    worker = subprocess.Popen([sys.executable, "-c", WORKER, name], cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def kill() -> None:
        # The receiver has it in its hands; the worker has not heard so and never will.
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)

    receiver.on_receipt = kill
    said, _errors = worker.communicate(timeout=60)
    assert said == ""
    assert worker.returncode == -signal.SIGKILL
    assert OutboxMessage.objects.get(topic="webhook").sent_at is None
    receiver.on_receipt = None
    until = time.monotonic() + 10
    while not outbox.deliver_due() and time.monotonic() < until:
        time.sleep(0.1)
    assert OutboxMessage.objects.get(topic="webhook").state == "sent"
    ids = [headers["webhook-id"] for headers, _body in receiver.received]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert receiver.received[0][1] == receiver.received[1][1]
