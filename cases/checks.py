"""System checks of the cases room."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError
from django.utils.translation import gettext as _

from cases.selectors.definitions import types_that_text
from cms.core.sms import sender_set


@register("messages")
def text_messages_have_a_sender(**kwargs: Any) -> list[CheckMessage]:
    """Warn where a case type in force sends text messages and nobody is there to send them."""
    if sender_set():
        return []
    try:
        titles = types_that_text()
    except DatabaseError:  # before the first migration there are no case types
        return []
    if not titles:
        return []
    return [
        Warning(
            _("These case types send text messages, but no sender is set: %(titles)s") % {"titles": "、".join(titles)},
            hint=_("Set SMS_SENDER to the dotted path of a sender (docs/deployment.md)."),
            id="cases.W001",
        )
    ]
