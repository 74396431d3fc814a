"""The builder: one block per field type, described by the attributes that the type has."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from forms_app.engine.fields import COLUMN_TYPES

PARTY_CHOICES = [("enterprise", _("enterprise")), ("provider", _("service provider")), ("county", _("county office"))]
# What a new draft starts with: facts of the organisation's profile.
PREFILL_CHOICES = [
    ("organisation.name", _("Name of the organisation")),
    ("organisation.credit_code", _("Credit code of the organisation")),
    ("organisation.region_code", _("Region of the organisation")),
    ("organisation.address", _("Registered address of the organisation")),
    ("organisation.contact_name", _("Contact person of the organisation")),
    ("organisation.contact_phone", _("Contact telephone of the organisation")),
]
STAGE_CHOICES = [("before", _("before the transformation")), ("after", _("after the transformation"))]
FILE_CHOICES = [(ending, ending.upper()) for ending in ("pdf", "jpg", "jpeg", "png", "doc", "docx", "xls", "xlsx")]
MONEY_UNITS = [("元", "元"), ("万元", "万元"), ("亿元", "亿元")]


class HiddenBlock(blocks.CharBlock):
    """A value that people do not see: an id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.field.widget = forms.HiddenInput()

    class Meta:
        form_classname = "pilotdesk-hidden"
        label = ""


class JSONBlock(blocks.TextBlock):
    """A mapping in JSON, for settings that only the template of a sheet needs."""

    def clean(self, value: str) -> str:
        """Refuse what is no JSON mapping."""
        text = super().clean(value)
        if text.strip():
            try:
                read = json.loads(text)
            except ValueError as error:
                raise ValidationError(_("This is not valid JSON.")) from error
            if not isinstance(read, dict):
                raise ValidationError(_("This must be a JSON object in braces."))
        return text


def _choice_block(*names: str) -> blocks.ListBlock:
    """Return a list of options; `text` and `exclusive` only where the type knows them."""
    children: list[tuple[str, blocks.Block]] = [("label", blocks.CharBlock(label=_("Option"), max_length=200))]
    if "text" in names:
        asks = [("optional", _("may add words")), ("required", _("must add words"))]
        children.append(("text", blocks.ChoiceBlock(choices=asks, required=False, label=_("Words beside the option"))))
    if "exclusive" in names:
        children.append(("exclusive", blocks.BooleanBlock(required=False, label=_("Excludes all other options"))))
    children.append(("value", HiddenBlock()))
    option = blocks.StructBlock(children, label_format="{label}")
    return blocks.ListBlock(option, label=_("Options"), default=[], collapsed=True)


def _suggestions() -> blocks.ListBlock:
    children = [
        ("name", blocks.CharBlock(label=_("Metric"), max_length=60)),
        ("unit", blocks.CharBlock(label=_("Unit"), max_length=20, required=False)),
        ("group", blocks.CharBlock(label=_("Metric group"), max_length=60, required=False)),
    ]
    struct = blocks.StructBlock(children, label_format="{name} {unit}")
    return blocks.ListBlock(struct, label=_("Suggested metrics"), default=[], collapsed=True)


def _attribute(name: str) -> blocks.Block:
    """Return the input of one attribute of a field."""
    number = {"required": False, "min_value": 0}
    made: dict[str, Any] = {
        "label": lambda: blocks.CharBlock(label=_("Field label"), max_length=200),
        "help": lambda: blocks.TextBlock(label=_("Filling instructions"), required=False, rows=2),
        "required": lambda: blocks.BooleanBlock(label=_("Required"), required=False),
        "unit": lambda: blocks.CharBlock(label=_("Unit"), required=False, max_length=20),
        "money_unit": lambda: blocks.ChoiceBlock(label=_("Unit"), choices=MONEY_UNITS, default="万元"),
        "decimals": lambda: blocks.IntegerBlock(label=_("Decimals allowed"), max_value=6, **number),
        "allow_negative": lambda: blocks.BooleanBlock(label=_("May be less than 0"), required=False),
        "max_length": lambda: blocks.IntegerBlock(label=_("Most characters"), **number),
        "min_items": lambda: blocks.IntegerBlock(label=_("Fewest rows"), **number),
        "max_items": lambda: blocks.IntegerBlock(label=_("Most rows"), **number),
        "max_files": lambda: blocks.IntegerBlock(label=_("Most files"), **number),
        "max_size_mb": lambda: blocks.IntegerBlock(label=_("Most megabytes per file"), **number),
        "accept": lambda: blocks.MultipleChoiceBlock(
            label=_("Accepted kinds of file"),
            choices=FILE_CHOICES,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "choices": _choice_block,
        "choices_text": lambda: _choice_block("text"),
        "choices_exclusive": lambda: _choice_block("text", "exclusive"),
        "suggestions": _suggestions,
        "columns": lambda: blocks.StreamBlock(column_blocks(), label=_("Columns"), required=False, collapsed=True),
        "key": lambda: blocks.RegexBlock(
            regex=r"^[a-z][a-z0-9_]*$",
            label=_("Field code"),
            required=False,
            max_length=60,
            help_text=_("Lower-case letters, digits and _; may stay blank."),
            error_messages={"invalid": _("Use lower-case letters, digits and _, beginning with a letter.")},
        ),
        "group": lambda: blocks.CharBlock(label=_("Heading shared with neighbours"), required=False, max_length=200),
        "prefill": lambda: blocks.ChoiceBlock(label=_("Begins with"), choices=PREFILL_CHOICES, required=False),
        "stage": lambda: blocks.ChoiceBlock(label=_("Stage"), choices=STAGE_CHOICES, required=False),
        "printed": lambda: blocks.BooleanBlock(label=_("Printed on the official sheet"), required=False, default=True),
        "private": lambda: blocks.BooleanBlock(label=_("Personal data"), required=False),
        "indexed": lambda: blocks.BooleanBlock(label=_("Lists can filter by it"), required=False),
        "to_confirm": lambda: blocks.CharBlock(
            label=_("To be confirmed: read from the file"),
            required=False,
            max_length=400,
            help_text=_("Empty this when the field is right; the form can be published then."),
            # The style sheet hides the input while it is blank, which CSS can see by its placeholder only.
            widget=forms.TextInput(attrs={"placeholder": " "}),
        ),
        "paper": lambda: JSONBlock(label=_("Place on the official sheet (JSON)"), required=False, rows=2),
        "id": HiddenBlock,
    }
    return made[name]()


# Attributes that are stored under another name than the input that suits the type.
STORED_AS = {
    "money_unit": "unit",
    "max_files": "max_items",
    "choices_text": "choices",
    "choices_exclusive": "choices",
}
SETTINGS = ["key", "group", "stage", "printed", "private", "indexed", "paper"]

# Field types as the palette offers them: group, name, label, icon, attributes of their own.
PALETTE: list[tuple[Any, str, Any, str, list[str]]] = [
    (_("Text"), "text", _("Single line of text"), "edit", ["max_length", "prefill"]),
    (_("Text"), "textarea", _("Long text"), "pilcrow", ["max_length"]),
    (_("Text"), "phone", _("Telephone number"), "mobile-alt", ["prefill"]),
    (_("Text"), "email", _("E-mail address"), "mail", []),
    (_("Text"), "url", _("Web address"), "link", []),
    (_("Text"), "id_card", _("Identity card number"), "user", []),
    (_("Text"), "credit_code", _("Unified social credit code"), "key", ["prefill"]),
    (_("Text"), "region", _("Administrative region"), "site", ["prefill"]),
    (_("Numbers and dates"), "number", _("Number"), "decimal", ["unit", "decimals", "allow_negative"]),
    (_("Numbers and dates"), "money", _("Amount of money"), "tag", ["money_unit", "decimals", "allow_negative"]),
    (_("Numbers and dates"), "percent", _("Percentage"), "decimal", ["decimals", "allow_negative"]),
    (_("Numbers and dates"), "date", _("Date"), "date", []),
    (_("Numbers and dates"), "month", _("Year and month"), "calendar-alt", []),
    (_("Numbers and dates"), "year", _("Year"), "calendar-alt", []),
    (_("Numbers and dates"), "date_range", _("Period"), "calendar", []),
    (_("Choices"), "radio", _("Single choice"), "radio-full", ["choices"]),
    (_("Choices"), "select", _("Choice from a list"), "list-ul", ["choices"]),
    (_("Choices"), "industry", _("Entry of a code list"), "list-ul", ["choices"]),
    (_("Choices"), "radio_with_text", _("Single choice with a reason"), "radio-empty", ["choices_text"]),
    (_("Choices"), "checkbox", _("Multiple choice"), "tasks", ["choices_exclusive"]),
    (_("Choices"), "before_after", _("Level before and after"), "resubmit", ["choices"]),
    (_("Repeating"), "item_list", _("List of items"), "list-ol", ["max_length", "min_items", "max_items"]),
    (_("Repeating"), "table", _("Table"), "table", ["columns", "min_items", "max_items"]),
    (_("Repeating"), "metrics", _("Metrics before and after"), "table", ["suggestions", "min_items", "max_items"]),
    (_("Other"), "file", _("File"), "doc-full", ["accept", "max_size_mb", "max_files"]),
    (_("Other"), "scan", _("Stamped scan"), "doc-full", ["accept", "max_size_mb", "max_files"]),
    (_("Other"), "declaration", _("Declaration"), "check", []),
    (_("Other"), "note", _("Text to read"), "info-circle", []),
]

TYPE_TITLES = {name: label for _group, name, label, _icon, _own in PALETTE}


def _field_block(group: Any, label: Any, icon: str, own: list[str], *, column: bool = False) -> blocks.StructBlock:
    main = ["to_confirm", "label", "help", "required", *own]
    settings = ["key"] if column else SETTINGS
    children = [(STORED_AS.get(name, name), _attribute(name)) for name in [*main, *settings, "id"]]
    layout = BlockGroup(
        children=[*(STORED_AS.get(name, name) for name in main), "id"],
        settings=settings,
    )
    meta = {"group": group, "label": label, "icon": icon, "label_format": "{label}", "form_layout": layout}
    return blocks.StructBlock(children, **meta)


def column_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of what may be a column of a table."""
    return [
        (name, _field_block(group, label, icon, own, column=True))
        for group, name, label, icon, own in PALETTE
        if name in COLUMN_TYPES
    ]


def field_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of all field types."""
    return [(name, _field_block(group, label, icon, own)) for group, name, label, icon, own in PALETTE]


def section_block() -> blocks.StructBlock:
    """Return the block of a section."""
    children = [
        ("number", blocks.CharBlock(label=_("Section number"), required=False, max_length=10)),
        ("title", blocks.CharBlock(label=_("Section title"), max_length=200)),
        ("title_suffix", blocks.CharBlock(label=_("Text behind the title"), required=False, max_length=200)),
        ("intro", blocks.TextBlock(label=_("Introduction"), required=False, rows=2)),
        (
            "parties",
            blocks.MultipleChoiceBlock(
                label=_("Filled in by"),
                choices=PARTY_CHOICES,
                default=["enterprise"],
                widget=forms.CheckboxSelectMultiple,
            ),
        ),
        ("stage", blocks.ChoiceBlock(label=_("Stage"), choices=STAGE_CHOICES, required=False)),
        ("fields", blocks.StreamBlock(field_blocks(), label=_("Fields"), required=False, collapsed=True)),
        ("key", _attribute("key")),
        ("paper", JSONBlock(label=_("Layout on the official sheet (JSON)"), required=False, rows=2)),
        ("id", HiddenBlock()),
    ]
    main = ["number", "title", "title_suffix", "intro", "parties", "stage", "fields", "id"]
    layout = BlockGroup(children=main, settings=["key", "paper"])
    meta = {"label": _("Form section"), "icon": "folder-open-inverse", "label_format": "{number} {title}"}
    return blocks.StructBlock(children, form_layout=layout, **meta)


def sink_block() -> blocks.StructBlock:
    """Return the block of a recipient of submissions."""
    children = [
        ("sink", blocks.CharBlock(label=_("Recipient"), max_length=60)),
        ("params", JSONBlock(label=_("Parameters (JSON)"), required=False, rows=2)),
    ]
    return blocks.StructBlock(children, label=_("Recipient of submissions"), icon="mail", label_format="{sink}")
