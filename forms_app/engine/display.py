"""An answer as people read it."""

from collections.abc import Sequence
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.fields.base import DisplayItem
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec


def display_parts(spec: FieldSpec, value: Any, lookups: Lookups) -> tuple[str, Sequence[DisplayItem]]:
    """Return an answer as one text, or as items; both empty when it is blank."""
    if value is None:
        return "", ()
    shown = field_type(spec.type).display(spec, value, lookups)
    return (shown, ()) if isinstance(shown, str) else ("", shown)
