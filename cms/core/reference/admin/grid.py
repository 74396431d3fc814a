"""A form field that is a small spreadsheet: its value travels as tab-separated text, as Excel's clipboard does."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.reference.engine.grid import rows_of_text, text_of_rows

WORDS: Mapping[str, Promise] = {
    "add": _("Add row"),
    "remove": _("Delete row"),
    "up": _("Move row up"),
    "down": _("Move row down"),
    "paste": _("Cells copied in Excel or WPS can be pasted here; rows are added as needed."),
    "row": _("Row"),
}


class GridWidget(forms.Textarea):
    """A text area that static_src/js/grid.js turns into a table; without JavaScript it takes pasted cells as they are.

    `columns` are dicts: label, and options (value, label) for a choice. `follows` is the name of the grid whose rows
    name the columns of this one; its own text then begins with a row of headings.
    """

    def __init__(
        self, columns: Sequence[Mapping[str, Any]] = (), *, follows: str = "", last: str | Promise = ""
    ) -> None:
        super().__init__(attrs={"rows": 12, "class": "reference-grid-text", "spellcheck": "false"})
        self.columns, self.follows, self.last = columns, follows, last

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the script needs."""
        context = super().get_context(name, value, attrs)
        columns = [
            {"label": str(one["label"]), "options": [[key, str(label)] for key, label in one.get("options", ())]}
            for one in self.columns
        ]
        words = {key: str(word) for key, word in WORDS.items()}
        context["widget"]["attrs"] |= {
            "data-grid": json.dumps({"columns": columns, "words": words, "last": str(self.last)}, ensure_ascii=False),
            "data-grid-follows": self.follows,
        }
        return context

    class Media:
        js = ["js/grid.js"]
        css = {"all": ["reference/reference.css"]}


class GridField(forms.CharField):
    """Rows of cells."""

    def __init__(self, *, widget: GridWidget, **options: Any) -> None:
        super().__init__(widget=widget, required=False, strip=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return rows as text; what was typed stays as it is."""
        return text_of_rows(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[list[str]]:  # type: ignore[override]
        """Return the rows."""
        return rows_of_text(value or "")
