"""What the audit log calls the decisions about reference data."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.core.reference.services.calendar import change_text


class DayChanged(LogFormatter):
    """A change of a working day, with its reason."""

    label = _("Change a day")

    def format_message(self, log_entry: Any) -> str:
        """Return the change in words."""
        return change_text(log_entry.data)


def register(actions: LogActionRegistry) -> None:
    """Register every action, so that Wagtail accepts and shows it."""
    actions.register_action("reference.rule_table_publish", _("Publish rule table"), _("Rule table published"))
    actions.register_action("reference.calendar_seed", _("Enter year from the published list"), _("Year entered"))
    actions.register_action("reference.calendar_confirm", _("Confirm year"), _("Year confirmed"))
    actions.register_action("reference.calendar_day")(DayChanged)
