"""Registration in the Wagtail admin."""

from wagtail import hooks
from wagtail.actions import ActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.core.admin_scope import WithoutActions
from forms_app.admin import log_actions
from forms_app.admin.actions import FormPublishAction
from forms_app.admin.library_pages import LibrarySectionViewSet
from forms_app.admin.submissions import SubmissionViewSet
from forms_app.admin.viewset import FormDefinitionViewSet
from forms_app.models import FormDefinition, LibrarySection

register_snippet(FormDefinitionViewSet)
# A section comes into the library out of a form, from the builder.
register_permission_policy(LibrarySection, WithoutActions(LibrarySection, never=frozenset({"add"})))


@hooks.register("register_actions")
def register_form_actions(registry: ActionRegistry) -> None:
    """Make every way of publishing a form compile it."""
    registry.register(FormDefinition, FormPublishAction)


hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_viewset", SubmissionViewSet)
hooks.register("register_admin_viewset", LibrarySectionViewSet)
