"""The ways in which a message reaches a person or another system. Handlers of the outbox."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from cases.services.post_events import TOPIC
from cases.services.webhook_deliver import webhook_deliver
from cms.accounts import facade as people
from cms.core.outbox import register_handler
from cms.core.sms import Sms, send_sms


def _notification(key: str, payload: Mapping[str, Any]) -> None:
    people.notify(user_id=payload["user_id"], key=key, title=payload["title"], body=payload["body"], url=payload["url"])


def _mail(key: str, payload: Mapping[str, Any]) -> None:
    # Message-ID from the key: a mail that is sent again after a crash can be recognised as the same.
    local_part = key.replace(":", ".")
    EmailMessage(
        subject=" ".join(payload["subject"].split()),
        body=payload["body"],
        to=[payload["to"]],
        headers={"Message-ID": f"<{local_part}@pilotdesk>"},
    ).send()


def _sms(key: str, payload: Mapping[str, Any]) -> None:
    send_sms(Sms(key=key, **payload))


def register_deliveries() -> None:
    """Let the outbox deliver in-app messages, mail, text messages and webhooks."""
    register_handler("notification", _notification, title=_("Site message"))
    register_handler("mail", _mail, title=_("E-mail message"))
    register_handler("sms", _sms, title=_("Text message"))
    register_handler(TOPIC, webhook_deliver, title=_("Webhook message"))
