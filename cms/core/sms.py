"""Text messages by whatever sender the operator has a contract with: `SMS_SENDER` names it by its dotted path.

A sender is a callable that takes an Sms and raises for another attempt. The same key may come twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from cms.core.masking import masked

log = structlog.get_logger(__name__)


class NoSmsSender(RuntimeError):
    """SMS_SENDER names no sender."""


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message. Providers know templates: `template` and `params` name one, `text` says it all."""

    key: str
    phone: str
    template: str
    params: Mapping[str, str]
    text: str


SmsSender = Callable[[Sms], None]


def sender_set() -> bool:
    """Say whether text messages can be sent at all."""
    return bool(settings.SMS_SENDER)


def send_sms(sms: Sms) -> None:
    """Hand a message to the sender. Raises NoSmsSender and whatever the sender raises."""
    if not sender_set():
        raise NoSmsSender("SMS_SENDER is not set")
    sender: SmsSender = import_string(settings.SMS_SENDER)
    sender(sms)
    log.info("sms.sent", key=sms.key, phone=masked(sms.phone), template=sms.template)


def console_sender(sms: Sms) -> None:
    """Write the message into the log, for development: nobody is reached."""
    log.info("sms.console", key=sms.key, phone=masked(sms.phone), template=sms.template, text=masked(sms.text))
