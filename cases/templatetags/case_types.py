"""The diagram of a case type as it stands in the editor."""

from django import template

from cases.admin.case_types.drawing import Drawing, drawing_of
from cases.models import CaseTypeDefinition
from cases.services.case_type_editor import document_in

register = template.Library()


@register.simple_tag
def drawing(definition: CaseTypeDefinition) -> Drawing:
    """Return its diagram, finished or not."""
    return drawing_of(document_in(definition))
