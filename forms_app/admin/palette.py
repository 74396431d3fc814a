"""The palette: what kinds of field there are to build with. A new field type is one line here."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """A field type in the palette; `own` names the inputs that it has besides those of every field."""

    group: Any
    name: str
    label: Any
    icon: str
    own: tuple[str, ...] = ()


TEXT, NUMBERS, CHOICES, ROWS, OTHER = (
    _("Text"),
    _("Numbers and dates"),
    _("Choices"),
    _("Repeating"),
    _("Other"),
)
_LIMITS = ("decimals", "allow_negative", "min_value", "max_value", "default", "formula")

_WRITTEN = ("max_length", "pattern", "pattern_message")

PALETTE: tuple[Kind, ...] = (
    Kind(
        TEXT,
        "text",
        _("Single line of text"),
        "edit",
        (*_WRITTEN, "default", "prefill", "formula"),
    ),
    Kind(TEXT, "textarea", _("Long text"), "pilcrow", ("max_length", "default")),
    Kind(TEXT, "phone", _("Telephone number"), "mobile-alt", ("prefill",)),
    Kind(TEXT, "email", _("E-mail address"), "mail"),
    Kind(TEXT, "url", _("Web address"), "link"),
    Kind(TEXT, "id_card", _("Identity card number"), "user"),
    Kind(TEXT, "credit_code", _("Unified social credit code"), "key", ("prefill",)),
    Kind(TEXT, "directory", _("Entry of a directory"), "search", ("directory", "cascade_entry", "allow_typed")),
    Kind(TEXT, "region", _("Administrative region"), "site", ("prefill",)),
    Kind(NUMBERS, "number", _("Number"), "decimal", ("unit", *_LIMITS)),
    Kind(NUMBERS, "money", _("Amount of money"), "tag", ("money_unit", *_LIMITS)),
    Kind(NUMBERS, "percent", _("Percentage"), "decimal", _LIMITS),
    Kind(NUMBERS, "date", _("Date"), "date", ("default", "formula")),
    Kind(NUMBERS, "month", _("Year and month"), "calendar-alt", ("default",)),
    Kind(NUMBERS, "year", _("Year"), "calendar-alt", ("default", "formula")),
    Kind(NUMBERS, "date_range", _("Period"), "calendar"),
    Kind(CHOICES, "radio", _("Single choice"), "radio-full", ("choices", "code_list", "cascade", "default")),
    Kind(CHOICES, "select", _("Choice from a list"), "list-ul", ("choices", "code_list", "cascade", "default")),
    Kind(CHOICES, "industry", _("Entry of a code list"), "list-ul", ("choices", "code_list")),
    Kind(CHOICES, "radio_with_text", _("Single choice with a reason"), "radio-empty", ("choices_text",)),
    Kind(CHOICES, "checkbox", _("Multiple choice"), "tasks", ("choices_exclusive", "code_list", "default")),
    Kind(CHOICES, "before_after", _("Level before and after"), "resubmit", ("choices",)),
    Kind(ROWS, "item_list", _("List of items"), "list-ol", ("max_length", "min_items", "max_items")),
    Kind(ROWS, "table", _("Table"), "table", ("columns", "min_items", "max_items")),
    Kind(ROWS, "matrix", _("Table with fixed rows"), "table", ("rows", "columns")),
    Kind(ROWS, "metrics", _("Metrics before and after"), "table", ("suggestions", "min_items", "max_items")),
    Kind(OTHER, "file", _("File"), "doc-full", ("accept", "max_size_mb", "max_files")),
    Kind(OTHER, "scan", _("Stamped scan"), "doc-full", ("accept", "max_size_mb", "max_files")),
    Kind(OTHER, "declaration", _("Declaration"), "check"),
    Kind(OTHER, "note", _("Text to read"), "info-circle"),
)

TYPE_TITLES = {kind.name: kind.label for kind in PALETTE}
