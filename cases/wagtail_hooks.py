"""Registration of the desk and of the case types in the Wagtail admin."""

from wagtail import hooks
from wagtail.actions import ActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cases.admin import log_actions
from cases.admin.case_types.actions import CaseTypePublishAction
from cases.admin.case_types.viewset import CaseTypeDefinitionViewSet
from cases.admin.experts import ExpertViewSetGroup
from cases.admin.viewset import CaseViewSet
from cases.admin.webhooks import WebhookViewSet
from cases.models import CaseTypeDefinition, Expert
from cms.core.admin_scope import WithoutActions

register_snippet(CaseTypeDefinitionViewSet)
# Draws and scores name an expert for ever: they leave the pool by a last day.
register_permission_policy(Expert, WithoutActions(Expert, never=frozenset({"delete"})))

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_viewset", ExpertViewSetGroup)
hooks.register("register_admin_viewset", WebhookViewSet)


@hooks.register("register_admin_viewset")
def register_desk() -> CaseViewSet:
    """Mount the desk."""
    return CaseViewSet()


@hooks.register("register_actions")
def register_case_type_actions(registry: ActionRegistry) -> None:
    """Make every way of publishing a case type freeze it as a version."""
    registry.register(CaseTypeDefinition, CaseTypePublishAction)
