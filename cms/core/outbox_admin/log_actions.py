"""What the audit log calls sending again."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter


class Replayed(LogFormatter):
    """Messages that were given up were sent again."""

    label = _("Send messages again")

    def format_message(self, log_entry: Any) -> str:
        """Return how many they were, and the first of them."""
        count = log_entry.data["count"]
        words = ngettext("%(count)d message sent again: %(keys)s", "%(count)d messages sent again: %(keys)s", count)
        return words % {"count": count, "keys": ", ".join(log_entry.data["keys"])}


def register(actions: LogActionRegistry) -> None:
    """Register the action, so that Wagtail accepts and shows it."""
    actions.register_action("core.outbox_replay")(Replayed)
