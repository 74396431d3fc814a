"""What the audit log calls the decisions of this room."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

LOG_ACTIONS = (
    ("accounts.organisation_register", _("Register organisation"), _("Organisation registered")),
    ("accounts.organisation_confirm", _("Confirm organisation"), _("Organisation confirmed")),
    ("accounts.organisation_refuse", _("Refuse organisation"), _("Organisation refused")),
    ("accounts.organisation_suspend", _("Suspend organisation"), _("Organisation suspended")),
    ("accounts.organisation_resume", _("Resume organisation"), _("Organisation resumed")),
    ("accounts.organisation_import", _("Import organisation"), _("Organisation imported")),
    ("accounts.person_import", _("Import person"), _("Person imported")),
    ("accounts.person_register", _("Register person"), _("Person registered")),
    ("accounts.membership_grant", _("Grant membership"), _("Membership granted")),
    ("accounts.membership_end", _("End membership"), _("Membership ended")),
    ("accounts.membership_set_last_day", _("Set last day of membership"), _("Last day of membership set")),
    ("accounts.membership_change_role", _("Change role"), _("Role changed")),
    ("accounts.delegation_start", _("Let a colleague stand in"), _("Colleague stands in")),
    ("accounts.delegation_end", _("End standing in"), _("Standing in ended")),
    ("accounts.join_request_create", _("Ask to join"), _("Asked to join")),
    ("accounts.join_request_withdraw", _("Withdraw request"), _("Request withdrawn")),
    ("accounts.join_request_confirm", _("Confirm request"), _("Request confirmed")),
    ("accounts.join_request_refuse", _("Refuse request"), _("Request refused")),
)


def register(actions: LogActionRegistry) -> None:
    """Register every action, so that Wagtail accepts and shows it."""
    for action, label, message in LOG_ACTIONS:
        actions.register_action(action, label, message)
