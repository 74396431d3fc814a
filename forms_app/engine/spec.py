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
credit_code, phone,  "…" normalised
email
date                 "2025-10-20"
date_range           {"start": "2025-01-01", "end": "2025-10-20"}
item_list            [{"id": "r1", "text": "…"}, …]  (逐条列出; the id stays with the item)
table                [{"id": "r1", "<column id>": value, …}, …]  (repeating rows; columns are fields)
before_after         {"before": value, "after": value} of one choice field (a level before and after)
metrics              [{"id": "r1", "name": "设备联网率", "unit": "%", "before": "35", "after": "80"}, …]
file                 ["<attachment uuid>", …]
note                 no value (text to read)
===================  ==============================================================================================
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PARTIES = ("enterprise", "provider", "county")
STAGES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option. `text` is "", "optional" or "required": whether choosing it asks for words.

    An `exclusive` option excludes all others.
    """

    value: str
    label: str
    text: str = ""
    exclusive: bool = False


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
    choices: tuple[Choice, ...] = ()
    columns: tuple["FieldSpec", ...] = ()
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
    stage: str = ""
    printed: bool = True
    private: bool = False
    indexed: bool = False
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
    fields: tuple[FieldSpec, ...] = ()
    paper: Mapping[str, Any] = field(default_factory=dict)


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
