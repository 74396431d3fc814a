"""Registration in the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.actions import ActionRegistry
from wagtail.snippets.models import register_snippet

from forms_app.admin.actions import FormPublishAction
from forms_app.admin.viewset import FormDefinitionViewSet
from forms_app.models import FormDefinition

register_snippet(FormDefinitionViewSet)


@hooks.register("register_actions")
def register_form_actions(registry: ActionRegistry) -> None:
    """Make every way of publishing a form compile it."""
    registry.register(FormDefinition, FormPublishAction)


@hooks.register("insert_global_admin_css")
def hide_ids() -> SafeString:
    """Keep the builder's internal numbers out of sight; Wagtail would print their labels."""
    return format_html('<link rel="stylesheet" href="{}">', static("forms_app/builder.css"))
