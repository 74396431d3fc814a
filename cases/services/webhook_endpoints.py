"""Give an endpoint its secret, change it, and try the way to it."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cases.engine.webhooks import new_secret
from cases.models import WebhookEndpoint, WebhookSecret
from cases.selectors.events import SPECVERSION
from cases.services.post_events import TOPIC
from cms.accounts.models import User
from cms.core import outbox

OLD_SECRET_SIGNS_FOR = dt.timedelta(days=1)


@transaction.atomic
def webhook_secret_renew(*, endpoint: WebhookEndpoint, actor: User) -> str:
    """Give the endpoint a new secret and return it, for the only time; those before sign for a day more."""
    now = timezone.now()
    endpoint.secrets.filter(expires_at=None).update(expires_at=now + OLD_SECRET_SIGNS_FOR)
    secret = WebhookSecret.objects.create(endpoint=endpoint, value=new_secret())
    log(endpoint, "cases.webhook_secret", user=actor)
    return secret.value


@transaction.atomic
def webhook_try(*, endpoint: WebhookEndpoint, actor: User) -> str:
    """Post an event that means nothing, so that somebody can see whether the endpoint takes it; return its key."""
    event: dict[str, Any] = {
        "specversion": SPECVERSION,
        "id": f"ping:{uuid.uuid4()}",
        "source": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/api/v1/cases",
        "type": "cn.pilotdesk.ping",
        "time": timezone.now().isoformat(),
        "datacontenttype": "application/json",
        "data": {},
    }
    key = f"webhook:{endpoint.pk}:{event['id']}"
    outbox.post(topic=TOPIC, key=key, payload={"endpoint": endpoint.pk, "event": event})
    log(endpoint, "cases.webhook_try", user=actor)
    return key
