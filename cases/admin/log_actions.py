"""What the audit log calls what is done to webhooks."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry


def register(actions: LogActionRegistry) -> None:
    """Register every action, so that Wagtail accepts and shows it."""
    actions.register_action("cases.webhook_secret", _("New secret of a webhook"), _("Secret of the webhook renewed"))
    actions.register_action("cases.webhook_try", _("Try a webhook"), _("Test event posted to the webhook"))
