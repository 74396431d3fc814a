"""Registration of the reference data with Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.core.admin_scope import WithoutActions
from cms.core.reference.admin import log_actions
from cms.core.reference.admin.viewsets import ReferenceViewSetGroup
from cms.core.reference.models import RuleTableDefinition

# Formulas in published forms name a rule table for ever.
register_permission_policy(RuleTableDefinition, WithoutActions(RuleTableDefinition, never=frozenset({"delete"})))

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_viewset", ReferenceViewSetGroup)
