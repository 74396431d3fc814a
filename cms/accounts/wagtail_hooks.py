"""Registration of the room's admin with Wagtail."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.accounts.admin import log_actions
from cms.accounts.admin.delegations import DelegationsMenuItem
from cms.accounts.admin.viewsets import PeopleViewSetGroup
from cms.accounts.models import JoinRequest, Membership, Organisation, Role
from cms.core.admin_scope import WithoutActions

# Requests are decided, memberships ended, organisations suspended: history is never edited away.
register_permission_policy(JoinRequest, WithoutActions(JoinRequest, never=frozenset({"add", "change", "delete"})))
register_permission_policy(Membership, WithoutActions(Membership, never=frozenset({"delete"})))
register_permission_policy(Organisation, WithoutActions(Organisation, never=frozenset({"delete"})))
register_permission_policy(Role, WithoutActions(Role, never=frozenset({"add", "delete"})))

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_viewset", PeopleViewSetGroup)


@hooks.register("register_admin_menu_item")
def delegations_menu_item() -> DelegationsMenuItem:
    """Let staff find the page where a colleague stands in for them."""
    return DelegationsMenuItem(
        _("Standing in"), reverse_lazy("admin_delegations"), name="delegations", icon_name="group", order=890
    )
