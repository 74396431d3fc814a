"""The compiled form: what a FormVersion's `content` says, as frozen dataclasses. Pure Python, no Django.

Shapes of a stored value (JSON), by field type; a blank answer is always absent from the document:

===================  ==============================================================================================
text, textarea       "…"
number               "456.5" (decimal as text, canonical: no exponent, no superfluous zeros)
money                "65000000.00" (元 to the fen, whatever unit the screen shows)
radio, select        "民营" (the choice's value)
radio_with_text      {"value": "否", "text": "理由"}
checkbox             {"selected": ["公有云"], "texts": {"公有云": "…"}}
region               "999921" (GB/T 2260 code)
industry             "3421" (the value of a choice that is the parent of no other)
credit_code, phone,  "…" normalised
email
url                  "https://…"
id_card              "11010519491231002X"
percent              "12.5" (the number before the sign)
date                 "2025-10-20"
year                 "2025"
month                "2025-03"
date_range           {"start": "2025-01-01", "end": "2025-10-20"}
item_list            [{"id": "r1", "text": "…"}, …]  (逐条列出; the id stays with the item)
table                [{"id": "r1", "<column id>": value, …}, …]  (repeating rows; columns are fields)
                     a column of type table holds such a list in each row (two levels)
matrix               [{"id": "<id of a FixedRow>", "<column id>": value, …}, …]  (rows with content, named by the form)
before_after         {"before": value, "after": value} of one choice field (a level before and after)
metrics              [{"id": "r1", "name": "设备联网率", "unit": "%", "before": "35", "after": "80"}, …]
directory            {"id": "12", "text": "名称"} (an entry), {"id": "", "text": "…"} (typed)
file, scan           ["<attachment uuid>", …]
declaration          true (ticked; blank if not)
note                 no value (text to read)
===================  ==============================================================================================
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PARTIES = ("enterprise", "provider", "county")
STAGES = ("before", "after")
TIERS = ("error", "explain", "notice")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option. `text` is "", "optional" or "required": whether choosing it asks for words.

    An `exclusive` option excludes all others. `parent` is the option of the field above (FieldSpec.cascade) under which
    it can be chosen. `score` is what SCORE() counts for it in a formula: a decimal as text.
    """

    value: str
    label: str
    text: str = ""
    exclusive: bool = False
    parent: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class FixedRow:
    """A row of a matrix that the form itself names, such as 设备联网率; `id` is random and never changes.

    `formula` computes the numbers of the row column by column ([本列.行]); a column with a formula goes by its own.
    """

    id: str
    label: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """A rule over several answers. `formula` must not come out as FALSE; one with [本行.列] is checked row by row.

    `tier` is "error" (强制: blocks), "explain" (核实: needs a written 说明 of `min_explanation` characters that is not
    one of `refused_phrases`) or "notice" (提示: informs). `anchor` is the field at which the message stands.
    """

    id: str
    formula: str
    message: str
    tier: str = "error"
    anchor: str = ""
    min_explanation: int = 5
    refused_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A question. `id` is random and never changes; `key` (字段代码) and `label` are attributes that may."""

    id: str
    key: str
    label: str
    type: str
    help: str = ""
    required: bool = False
    unit: str = ""
    max_length: int | None = None
    min_items: int = 0
    max_items: int | None = None
    decimals: int | None = None
    allow_negative: bool = False
    # The least and the most that a number may be, in the field's unit: decimals as text.
    min_value: str = ""
    max_value: str = ""
    # How a text must be written (engine/pattern.py), and what is said where it is not.
    pattern: str = ""
    pattern_message: str = ""
    choices: tuple[Choice, ...] = ()
    # The code list from which the options came when the form was published; they are frozen into `choices`.
    code_list: str = ""
    # The id of the field above in the same section or row that decides which options can be chosen here: a choice
    # (Choice.parent), or for an entry of a directory another entry (Entry.above). Files name it by its key.
    cascade: str = ""
    # The directory from which an entry is chosen: "provider", "product".
    directory: str = ""
    # Whether a name that the directory does not hold may be typed.
    allow_typed: bool = False
    columns: tuple["FieldSpec", ...] = ()
    # The rows of a matrix.
    rows: tuple[FixedRow, ...] = ()
    # Whether the sum of this column stands below the table.
    total: bool = False
    # Formulas with ids in place of labels: what the answer is (the field is then read-only), and when it is asked.
    formula: str = ""
    visible: str = ""
    # What a metrics row may be picked from: {"name": "设备联网率", "unit": "%", "group": "数字化类"}.
    suggestions: tuple[Mapping[str, str], ...] = ()
    # What a file may be: endings without the dot ("pdf", "jpg"), and megabytes.
    accept: tuple[str, ...] = ()
    max_size_mb: int | None = None
    # The heading that this field shares with its neighbours, such as 数字化改造成效.
    group: str = ""
    # Which fact of the organisation's profile a new draft starts with: "organisation.name", ".credit_code",
    # ".region_code", ".address", ".contact_name", ".contact_phone".
    prefill: str = ""
    # What a new draft holds here, as it would be typed; options by value or label, several with 、 between them.
    default: str = ""
    stage: str = ""
    printed: bool = True
    private: bool = False
    indexed: bool = False
    # What an imported file says where this field was read from; a form with such fields is not published.
    to_confirm: str = ""
    # Where the field stands in the official paper table; read by forms_app.paper only.
    paper: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A group of questions that one or several parties fill in at one stage; saved as one document."""

    id: str
    key: str
    title: str
    number: str = ""
    title_suffix: str = ""
    intro: str = ""
    parties: tuple[str, ...] = ("enterprise",)
    stage: str = ""
    # When this section is asked at all: a formula with ids in place of labels.
    visible: str = ""
    fields: tuple[FieldSpec, ...] = ()
    paper: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the number and the title."""
        return f"{self.number}、{self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A whole form version. `sinks` names who gets the submissions: ({"sink": "case", "params": {…}}, …)."""

    code: str
    title: str
    sections: tuple[SectionSpec, ...]
    title_en: str = ""
    audience: tuple[str, ...] = ()
    paper_title: str = ""
    notes: tuple[str, ...] = ()
    sinks: tuple[Mapping[str, Any], ...] = ()
    reference_prefix: str = ""
    checks: tuple[CheckSpec, ...] = ()
    # The stages that are open when filling in begins, every stage if none is named; a case opens the others.
    stages_at_start: tuple[str, ...] = ()
    # What stands at a place whose stage is not open yet, such as 改造完成并通过验收后填写.
    later_note: str = ""

    def fields(self) -> Iterator[tuple[SectionSpec, FieldSpec]]:
        """Yield every field with its section, in order."""
        for section in self.sections:
            for spec in section.fields:
                yield section, spec

    def section(self, section_id: str) -> SectionSpec:
        """Return the section with this id; KeyError if the version has none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)
