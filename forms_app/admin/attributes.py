"""The inputs of a field's attributes. Each is made once and shared by all types, so that the page stays small."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.reference.facade import code_lists
from forms_app.admin.formula_input import FieldReferenceBlock, FormulaBlock
from forms_app.admin.lazy import OptionsBlock
from forms_app.engine.pattern import LONGEST_PATTERN, PatternError, check_pattern

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
DECIMAL = r"^-?\d{1,15}(\.\d{1,6})?$"
# Types whose answer can decide which options another choice offers.
CASCADE_TYPES = ("radio", "select", "industry", "region")


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


def _options(*names: str) -> blocks.ListBlock:
    """Return a list of options; `text` and `exclusive` only where the type knows them."""
    children: list[tuple[str, blocks.Block]] = [("label", blocks.CharBlock(label=_("Option"), max_length=200))]
    if "text" in names:
        asks = [("optional", _("may add words")), ("required", _("must add words"))]
        children.append(("text", blocks.ChoiceBlock(choices=asks, required=False, label=_("Words beside the option"))))
    if "exclusive" in names:
        children.append(("exclusive", blocks.BooleanBlock(required=False, label=_("Excludes all other options"))))
    children.append(("score", _decimal(_("Score"))))
    children.append(("parent", blocks.CharBlock(label=_("Under the option"), required=False, max_length=200)))
    children += [("rest", HiddenBlock()), ("value", HiddenBlock())]
    option = blocks.StructBlock(children, label_format="{label}", form_classname="struct-block pilotdesk-option")
    return OptionsBlock(option, label=_("Options"), default=[], form_classname="pilotdesk-options")


def _suggestions() -> blocks.ListBlock:
    children = [
        ("name", blocks.CharBlock(label=_("Metric"), max_length=60)),
        ("unit", blocks.CharBlock(label=_("Unit"), max_length=20, required=False)),
        ("group", blocks.CharBlock(label=_("Metric group"), max_length=60, required=False)),
    ]
    struct = blocks.StructBlock(children, label_format="{name} {unit}", form_classname="struct-block pilotdesk-option")
    return blocks.ListBlock(struct, label=_("Suggested metrics"), default=[], form_classname="pilotdesk-options")


def _rows() -> blocks.ListBlock:
    children = [
        ("label", blocks.CharBlock(label=_("Row"), max_length=200)),
        (
            "formula",
            FormulaBlock(
                "value",
                label=_("Computed as"),
                help_text=_("For instance =SUM([this column]); blank if the row is filled in."),
            ),
        ),
        ("rest", HiddenBlock()),
        ("id", HiddenBlock()),
    ]
    struct = blocks.StructBlock(children, label_format="{label}", form_classname="struct-block pilotdesk-option")
    return OptionsBlock(struct, label=_("Rows of the table"), default=[], form_classname="pilotdesk-options")


def _decimal(label: Any) -> blocks.RegexBlock:
    wrong = _("Enter a number, such as 12 or -0.5.")
    return blocks.RegexBlock(regex=DECIMAL, label=label, required=False, error_messages={"invalid": wrong})


def _integer(label: Any, **limits: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, required=False, min_value=0, **limits)


def _key() -> blocks.RegexBlock:
    return blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]*$",
        label=_("Field code"),
        required=False,
        max_length=60,
        error_messages={"invalid": _("Use lower-case letters, digits and _, beginning with a letter.")},
    )


def _to_confirm() -> blocks.CharBlock:
    block = blocks.CharBlock(
        label=_("To be confirmed: read from the file"),
        required=False,
        max_length=400,
        help_text=_("Empty this when the field is right; the form can be published then."),
    )
    # The style sheet hides the input while it is blank, which CSS can see by its placeholder only.
    block.field.widget.attrs["placeholder"] = " "
    return block


def _pattern() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Must be written as"),
        required=False,
        max_length=LONGEST_PATTERN,
        validators=[_readable_pattern],
        help_text=_("A regular expression for the whole text, for instance [0-9]{6} for six digits."),
    )


def _readable_pattern(text: str) -> None:
    try:
        check_pattern(text)
    except PatternError as error:
        raise ValidationError(_(error.message) % error.params) from error


def _accept() -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(
        label=_("Accepted kinds of file"), choices=FILE_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )


def _flag(label: Any, *, default: bool = False) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, default=default)


MAKERS: dict[str, Callable[[], blocks.Block]] = {
    "label": lambda: blocks.CharBlock(label=_("Field label"), max_length=200),
    "help": lambda: blocks.TextBlock(label=_("Filling instructions"), required=False, rows=2),
    "required": lambda: _flag(_("Required")),
    "unit": lambda: blocks.CharBlock(label=_("Unit"), required=False, max_length=20),
    "money_unit": lambda: blocks.ChoiceBlock(label=_("Unit"), choices=MONEY_UNITS, default="万元"),
    "decimals": lambda: _integer(_("Decimals allowed"), max_value=6),
    "allow_negative": lambda: _flag(_("May be less than 0")),
    "min_value": lambda: _decimal(_("At least")),
    "max_value": lambda: _decimal(_("At most")),
    "total": lambda: _flag(_("Show the sum below the table")),
    "max_length": lambda: _integer(_("Most characters")),
    "min_items": lambda: _integer(_("Fewest rows")),
    "max_items": lambda: _integer(_("Most rows")),
    "max_files": lambda: _integer(_("Most files")),
    "max_size_mb": lambda: _integer(_("Most megabytes per file")),
    "accept": _accept,
    "choices": _options,
    "choices_text": lambda: _options("text"),
    "choices_exclusive": lambda: _options("text", "exclusive"),
    "code_list": lambda: blocks.ChoiceBlock(
        label=_("Options from the code list"),
        required=False,
        choices=code_lists,
        help_text=_("Its entries are copied into the form when it is published."),
    ),
    "cascade": lambda: FieldReferenceBlock(
        CASCADE_TYPES, label=_("Options depend on"), help_text=_("Only options under the one chosen there are offered.")
    ),
    "cascade_entry": lambda: FieldReferenceBlock(
        ("directory",), label=_("Entries depend on"), help_text=_("Only entries that belong to the one chosen there.")
    ),
    "directory": lambda: blocks.ChoiceBlock(
        label=_("Chosen from"), choices=[("provider", _("service providers")), ("product", _("products"))]
    ),
    "allow_typed": lambda: _flag(_("Other names may be typed")),
    "rows": _rows,
    "formula": lambda: FormulaBlock(
        "value", label=_("Computed as"), help_text=_("The field is then read-only, for instance =[A]*[B].")
    ),
    "visible": lambda: FormulaBlock(
        "boolean", label=_("Asked only if"), help_text=_('For instance [A]="yes"; blank means always.')
    ),
    "suggestions": _suggestions,
    "key": _key,
    "group": lambda: blocks.CharBlock(label=_("Heading shared with neighbours"), required=False, max_length=200),
    "pattern": _pattern,
    "pattern_message": lambda: blocks.CharBlock(
        label=_("Message when it is written otherwise"), required=False, max_length=200
    ),
    "default": lambda: blocks.CharBlock(
        label=_("Filled in beforehand with"),
        required=False,
        max_length=500,
        help_text=_("As it would be typed. Several options are separated by 、"),
    ),
    "prefill": lambda: blocks.ChoiceBlock(label=_("Begins with"), choices=PREFILL_CHOICES, required=False),
    "stage": lambda: blocks.ChoiceBlock(label=_("Stage"), choices=STAGE_CHOICES, required=False),
    "printed": lambda: _flag(_("Printed on the official sheet"), default=True),
    "private": lambda: _flag(_("Personal data")),
    "indexed": lambda: _flag(_("Lists can filter by it")),
    "paper": lambda: JSONBlock(label=_("Place on the official sheet (JSON)"), required=False, rows=2),
    "to_confirm": _to_confirm,
    # What a file or another version of the builder said that has no input here: kept, never shown.
    "rest": HiddenBlock,
    "id": HiddenBlock,
}

# Attributes that are stored under another name than the input that suits the type.
STORED_AS = {
    "money_unit": "unit",
    "cascade_entry": "cascade",
    "max_files": "max_items",
    "choices_text": "choices",
    "choices_exclusive": "choices",
}


# Attributes that have no input of this name in the builder.
OTHER_TITLES = {
    "section": _("Form section"),
    "type": _("Type"),
    "title": _("title"),
    "title_en": _("title in English"),
    "paper_title": _("title on the official sheet"),
    "audience": _("filled in by"),
    "notes": _("notes below the sheet"),
    "sinks": _("recipients of submissions"),
    "reference_prefix": _("prefix of reference numbers"),
    "stages_at_start": _("stages open at the start"),
    "later_note": _("note at what opens later"),
    "number": _("Section number"),
    "title_suffix": _("Text behind the title"),
    "intro": _("Introduction"),
    "parties": _("Filled in by"),
    "message": _("Message when it does not"),
    "tier": _("Weight"),
    "anchor": _("Shown at the field"),
    "min_explanation": _("Fewest characters of the explanation"),
    "refused_phrases": _("Explanations that are not accepted"),
    "code": _("code"),
}


@cache
def attribute(name: str) -> blocks.Block:
    """Return the input of an attribute."""
    return MAKERS[name]()


def attribute_title(name: str) -> str:
    """Return what people call an attribute of a form, section, field or check."""
    if name in OTHER_TITLES:
        return str(OTHER_TITLES[name])
    return str(attribute(name).label) if name in MAKERS else name
