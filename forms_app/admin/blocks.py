"""The builder's blocks: a form is a stream of sections, a section a stream of fields, one block per field type."""

from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from forms_app.admin.attributes import STAGE_CHOICES, STORED_AS, HiddenBlock, JSONBlock, attribute
from forms_app.admin.formula_input import FieldReferenceBlock, FormulaBlock
from forms_app.admin.lazy import FieldStructBlock, SectionsBlock, SectionStructBlock
from forms_app.admin.palette import PALETTE, Kind
from forms_app.engine.fields import COLUMN_TYPES

PARTY_CHOICES = [("enterprise", _("enterprise")), ("provider", _("service provider")), ("county", _("county office"))]
TIER_CHOICES = [
    ("error", _("must be corrected")),
    ("explain", _("must be corrected or explained")),
    ("notice", _("only informs")),
]
MAIN = ("to_confirm", "label", "key", "required", "help")
SETTINGS = ("group", "stage", "printed", "private", "indexed", "paper")
HIDDEN = ("rest", "id")
# What fills in a new draft, which has no rows yet.
DRAFT_ONLY = ("prefill", "default")
# Types of a column that can be added up.
SUMMED = ("number", "money", "percent")


def _field_block(kind: Kind, *, column: bool = False, inner: bool = False) -> blocks.StructBlock:
    """Return the block of a field, of a column of a table, or of one of a table within a table (`inner`)."""
    flat = column or kind.name == "matrix"
    own = [name for name in kind.own if not (column and name in DRAFT_ONLY)]
    if column:
        own += ["total"] if kind.name in SUMMED else []
    own.append("visible")
    settings = list(SETTINGS)
    if column:
        # A table within a row opens as one.
        settings = [] if inner else ["stage"]
    names = (*MAIN, *own, *settings, *HIDDEN)
    made = {name: _columns(flat=flat, inner=column) if name == "columns" else attribute(name) for name in names}
    children = [(STORED_AS.get(name, name), block) for name, block in made.items()]
    layout = BlockGroup(children=[*MAIN, *(STORED_AS.get(name, name) for name in own), *HIDDEN], settings=settings)
    return FieldStructBlock(
        children,
        group=kind.group,
        label=kind.label,
        icon=kind.icon,
        label_format="{label}",
        form_layout=layout,
        form_classname="struct-block pilotdesk-field",
    )


@cache
def _columns(*, flat: bool, inner: bool = False) -> blocks.StreamBlock:
    """Return the columns of a table; those of a `flat` one hold no table of their own."""
    return blocks.StreamBlock(
        column_blocks(flat=flat, inner=inner),
        label=_("Columns"),
        required=False,
        collapsed=True,
        form_classname="pilotdesk-fields",
    )


def column_blocks(*, flat: bool = True, inner: bool = False) -> list[tuple[str, blocks.Block]]:
    """Return the blocks of what may be a column of a table: a table too, unless the table is `flat`."""
    allowed = COLUMN_TYPES if flat else COLUMN_TYPES | {"table"}
    return [(kind.name, _field_block(kind, column=True, inner=inner)) for kind in PALETTE if kind.name in allowed]


def field_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks of all field types."""
    return [(kind.name, _field_block(kind)) for kind in PALETTE]


def _parties() -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(
        label=_("Filled in by"), choices=PARTY_CHOICES, default=["enterprise"], widget=forms.CheckboxSelectMultiple
    )


def section_block() -> blocks.StructBlock:
    """Return the block of a section."""
    fields = blocks.StreamBlock(
        field_blocks(), label=_("Fields"), required=False, collapsed=True, form_classname="pilotdesk-fields"
    )
    children = [
        ("number", blocks.CharBlock(label=_("Section number"), required=False, max_length=10)),
        ("title", blocks.CharBlock(label=_("Section title"), max_length=200)),
        ("title_suffix", blocks.CharBlock(label=_("Text behind the title"), required=False, max_length=200)),
        ("intro", blocks.TextBlock(label=_("Introduction"), required=False, rows=2)),
        ("parties", _parties()),
        ("stage", blocks.ChoiceBlock(label=_("Stage"), choices=STAGE_CHOICES, required=False)),
        ("visible", attribute("visible")),
        ("fields", fields),
        ("key", attribute("key")),
        ("paper", JSONBlock(label=_("Layout on the official sheet (JSON)"), required=False, rows=2)),
        ("rest", HiddenBlock()),
        ("id", HiddenBlock()),
    ]
    layout = BlockGroup(
        children=["number", "title", "fields", "rest", "id"],
        settings=["title_suffix", "intro", "parties", "stage", "visible", "key", "paper"],
    )
    return SectionStructBlock(
        children,
        form_layout=layout,
        label=_("Form section"),
        icon="folder-open-inverse",
        label_format="{number} {title}",
        form_classname="struct-block pilotdesk-section",
    )


def sections_block() -> blocks.StreamBlock:
    """Return the block of the form."""
    return SectionsBlock([("section", section_block())], required=False)


def check_block() -> blocks.StructBlock:
    """Return the block of a rule over several answers."""
    children = [
        ("formula", FormulaBlock("boolean", required=True, label=_("Must hold"))),
        ("message", blocks.TextBlock(label=_("Message when it does not"), rows=2, max_length=500)),
        ("tier", blocks.ChoiceBlock(label=_("Weight"), choices=TIER_CHOICES, default="error")),
        ("anchor", FieldReferenceBlock(label=_("Shown at the field"))),
        (
            "min_explanation",
            blocks.IntegerBlock(label=_("Fewest characters of the explanation"), default=5, min_value=1),
        ),
        (
            "refused_phrases",
            blocks.TextBlock(
                label=_("Explanations that are not accepted"), required=False, rows=2, help_text=_("One per line.")
            ),
        ),
        ("rest", HiddenBlock()),
        ("id", HiddenBlock()),
    ]
    return FieldStructBlock(
        children,
        label=_("Check"),
        icon="check",
        label_format="{message}",
        form_classname="struct-block pilotdesk-field pilotdesk-check",
    )


def sink_block() -> blocks.StructBlock:
    """Return the block of a recipient of submissions."""
    children = [
        ("sink", blocks.CharBlock(label=_("Recipient"), max_length=60)),
        ("params", JSONBlock(label=_("Parameters (JSON)"), required=False, rows=2)),
    ]
    return blocks.StructBlock(children, label=_("Recipient of submissions"), icon="mail", label_format="{sink}")
