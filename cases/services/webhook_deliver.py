"""Deliver one event to one endpoint, signed. The handler of the outbox's topic `webhook`."""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import F
from django.utils import timezone

from cases.engine.webhooks import signed_headers
from cases.models import WebhookEndpoint
from cases.models.webhook import ERROR_LENGTH
from cases.selectors.webhooks import forget_listeners, listener_of, still_sees
from cms.core import outgoing
from cms.core.audit import canonical_json

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
ANSWER_LENGTH = 120


class NotDelivered(Exception):
    """The endpoint did not take the event; the outbox tries again."""


def webhook_deliver(key: str, payload: Mapping[str, Any]) -> None:
    """Post the event. Raises NotDelivered and OSError for another attempt.

    What the endpoint may no longer hear of, and what was for an endpoint that is gone, is dropped without a word.
    """
    endpoint = WebhookEndpoint.objects.filter(pk=payload["endpoint"]).first()
    event = payload["event"]
    if endpoint is None or not (event.get("subject") is None or still_sees(listener_of(endpoint), event["subject"])):
        return
    if not endpoint.active:
        raise NotDelivered("the endpoint is switched off")
    try:
        _post(endpoint, event)
    except (NotDelivered, OSError, ValueError) as error:
        _failed(endpoint, f"{type(error).__name__}: {error}")
        raise
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, last_error="", last_success_at=timezone.now())


def _post(endpoint: WebhookEndpoint, event: Mapping[str, Any]) -> None:
    body = canonical_json(event).encode()
    used = endpoint.secrets.in_use().values_list("value", flat=True)
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "Pilotdesk",
        **signed_headers(used, event["id"], int(time.time()), body),
    }
    answer = outgoing.post(endpoint.url, body, headers)
    if answer.status == HTTPStatus.GONE:
        # The receiver says that it wants nothing more (Standard Webhooks); what waits can be sent again later.
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(active=False)
        forget_listeners()
    if not answer.accepted:
        raise NotDelivered(f"{answer.status} {answer.text[:ANSWER_LENGTH]}".strip())


def _failed(endpoint: WebhookEndpoint, error: str) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=F("failures") + 1, last_error=error[:ERROR_LENGTH])
