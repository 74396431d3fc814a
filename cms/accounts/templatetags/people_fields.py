"""Draw a Django form's fields with the classes of the theme, ours and the sign-in library's alike."""

from typing import Any

from django import forms, template
from django.forms import BoundField

register = template.Library()

CLASS_BY_WIDGET: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, ""),
    (forms.RadioSelect, ""),
    (forms.Select, "select"),
)


@register.inclusion_tag("accounts/includes/field.html")
def styled_field(field: BoundField) -> dict[str, Any]:
    """Return what the field template needs: the widget with its classes and its links to help and errors."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)  # the label says it, and stays while one types
    css = next((css for kind, css in CLASS_BY_WIDGET if isinstance(widget, kind)), "input")
    described = [f"{field.auto_id}-error"] if field.errors else []
    if field.help_text:
        described.append(f"{field.auto_id}-help")
    attrs: dict[str, Any] = {"class": css} if css else {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": field,
        "widget": field.as_widget(attrs=attrs),
        "is_choice": isinstance(widget, forms.CheckboxInput),
        "is_group": isinstance(widget, forms.RadioSelect),
    }


@register.inclusion_tag("accounts/includes/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """Return all errors of a form, each with the field that it belongs to."""
    return {"form": form, "faulty": [field for field in form if field.errors]}
