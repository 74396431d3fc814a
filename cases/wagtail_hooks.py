"""Registration of the desk in the Wagtail admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cases.admin import log_actions
from cases.admin.experts import ExpertViewSetGroup
from cases.admin.viewset import CaseViewSet
from cases.admin.webhooks import WebhookViewSet
from cases.models import Expert
from cms.core.admin_scope import WithoutActions

# Draws and scores name an expert for ever: they leave the pool by a last day.
register_permission_policy(Expert, WithoutActions(Expert, never=frozenset({"delete"})))

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_viewset", ExpertViewSetGroup)
hooks.register("register_admin_viewset", WebhookViewSet)


@hooks.register("register_admin_viewset")
def register_desk() -> CaseViewSet:
    """Mount the desk."""
    return CaseViewSet()
