"""What the builder's own pages need to know of a form."""

from django import template

from forms_app.admin.palette import TYPE_TITLES
from forms_app.admin.preview import SectionPreview, preview_of
from forms_app.models import FormDefinition

register = template.Library()


@register.simple_tag
def form_preview(definition: FormDefinition) -> list[SectionPreview]:
    """Return the form as it stands in the builder, published or not, as its filler would see it."""
    return preview_of(definition)


@register.filter
def field_type_title(name: str) -> str:
    """Return what the palette calls a field type."""
    return str(TYPE_TITLES.get(name, name))
