"""The tag with which field templates mark what is filled in per request."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from forms_app.web.slots import marker

register = template.Library()


@register.simple_tag
def slot(kind: str, name: str = "", extra: str = "") -> SafeString:
    """Mark a slot. What is put there is escaped when the slot is filled, not here."""
    return mark_safe(marker(kind, str(name), str(extra)))  # noqa: S308 - private-use characters, no HTML
