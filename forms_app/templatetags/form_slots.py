"""The tags with which field templates mark what is filled in per request."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from forms_app.engine.fields import trees
from forms_app.engine.spec import Choice, FieldSpec
from forms_app.web.slots import marker

register = template.Library()


@register.simple_tag
def slot(kind: str, name: str = "", extra: str = "") -> SafeString:
    """Mark a slot. What is put there is escaped when the slot is filled, not here."""
    return mark_safe(marker(kind, str(name), str(extra)))  # noqa: S308 - private-use characters, no HTML


@register.simple_block_tag
def pick(content: str, name: str) -> SafeString:
    """Mark the options of a select as one slot, however many they are: the chosen one is marked in the whole."""
    return mark_safe(marker("pick", str(name), content.strip()))  # noqa: S308 - options that a template has escaped


@register.filter
def leaf_groups(spec: FieldSpec) -> list[tuple[str, list[Choice]]]:
    """Return the options of a tree that can be chosen, under the labels of those above."""
    return trees.leaf_groups(spec)


@register.filter
def cascade_groups(spec: FieldSpec, above: FieldSpec | None) -> list[tuple[str, str, list[Choice]]]:
    """Return the options by what they depend on: (value of the option above, its label, options)."""
    return trees.cascade_groups(spec, above)
