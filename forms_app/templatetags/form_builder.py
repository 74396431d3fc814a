"""What the builder's own pages need to know of a form."""

from django import template

from forms_app.admin.blocks import TYPE_TITLES
from forms_app.engine.spec import FormSpec
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import spec_of_definition

register = template.Library()


@register.simple_tag
def form_as_built(definition: FormDefinition) -> FormSpec:
    """Return the form as it stands in the builder, published or not."""
    return spec_of_definition(definition)


@register.filter
def field_type_title(name: str) -> str:
    """Return what the palette calls a field type."""
    return str(TYPE_TITLES.get(name, name))
