"""What the history of a form says about exports."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

from forms_app.services.submission_export import LOG_ACTION


def register(actions: LogActionRegistry) -> None:
    """Name the action for the hook register_log_actions."""
    actions.register_action(LOG_ACTION, _("Export submissions"), _("Submissions exported"))
