"""What a fill-in workbook asks: one sheet per section, one more per repeating field. Pure Python, no workbook yet.

Every cell that is filled in has the name of the input that the web page would send (`forms_app.engine.fields`), so that
what comes back is read by field ids, wherever rows and columns have been moved to.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from forms_app.engine.fields import field_type
from forms_app.engine.fields.choices import HALVES
from forms_app.engine.fields.rows import METRIC_PARTS, MOST_ROWS
from forms_app.engine.fields.trees import SEPARATOR, parents, path_of
from forms_app.engine.lookups import Lookups
from forms_app.engine.openings import NOTHING, WHOLE, Opening, openings
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

Kind = Literal["text", "number", "date", "choice", "tick", "none"]
LONGEST_SHEET_NAME = 31
MOST_INNER_ROWS = 500
_UNFIT = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NUMBERS = frozenset({"number", "money", "percent"})
# Answered on the web page only.
_ELSEWHERE = frozenset({"file", "scan", "declaration"})


@dataclass(frozen=True, slots=True)
class Box:
    """A cell to fill in. `name` is the input's name; a column of a grid has the part behind the row's id instead.

    `part` tells boxes of one field apart: "before", "after", "start", "end", "text", or the label of an option.
    `choices` are (value, label); a tick stands for its single choice.
    """

    name: str
    label: str
    kind: Kind
    part: str = ""
    unit: str = ""
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    open: bool = True
    more: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of rows: those of a repeating field, of a matrix, or of the tables within a table's rows (`inside`)."""

    sheet: str
    spec: FieldSpec
    columns: tuple[Box, ...]
    label: str
    most: int
    rows: tuple[tuple[str, str], ...] = ()
    inside: FieldSpec | None = None
    # What may be written in the whole field, row by row.
    opening: Opening = WHOLE

    @property
    def fixed(self) -> bool:
        """Say whether the form itself names the rows."""
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section's sheet: a cell to fill in, a heading, or the way to another sheet (`leads_to`)."""

    box: Box | None = None
    heading: str = ""
    leads_to: str = ""


@dataclass(slots=True)
class SectionPlan:
    """The sheets of one section."""

    section: SectionSpec
    sheet: str
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


def plan_of(
    spec: FormSpec, lookups: Lookups, *, sections: Collection[str] | None = None, mask: Collection[str] | None = None
) -> list[SectionPlan]:
    """Return the sheets of a form; only of `sections` if given, and closed where `mask` opens nothing."""
    planner = _Planner(lookups, mask)
    wanted = [one for one in spec.sections if sections is None or one.id in sections]
    return [planner.section(one) for one in wanted]


class _Planner:
    """Names the sheets and knows what is open."""

    def __init__(self, lookups: Lookups, mask: Collection[str] | None) -> None:
        self.regions = lookups.regions
        self.opened = None if mask is None else openings(mask)
        self.taken: set[str] = set()

    def sheet(self, title: str) -> str:
        """Return a sheet's name that Excel takes and that no other sheet has."""
        name = _UNFIT.sub(" ", title).strip()[:LONGEST_SHEET_NAME] or "Sheet"
        number = 2
        while name.casefold() in self.taken:
            tail = f"（{number}）"
            name = f"{_UNFIT.sub(' ', title).strip()[: LONGEST_SHEET_NAME - len(tail)]}{tail}"
            number += 1
        self.taken.add(name.casefold())
        return name

    def is_open(self, spec: FieldSpec, part: str = "") -> bool:
        """Say whether this field, or this half of it, may be written."""
        if self.opened is None:
            return True
        opening = self.opened.get(spec.id)
        return opening is not None and (not part or not opening.parts or part in opening.parts)

    def section(self, section: SectionSpec) -> SectionPlan:
        title = f"{section.number}、{section.title}" if section.number else section.title
        plan = SectionPlan(section, self.sheet(title))
        group = ""
        for spec in section.fields:
            if spec.group and spec.group != group:
                plan.lines.append(Line(heading=spec.group))
            group = spec.group
            if field_type(spec.type).has_rows:
                grids = self.grids(spec)
                plan.grids.extend(grids)
                plan.lines.append(Line(box=_elsewhere(spec), leads_to=grids[0].sheet))
            else:
                plan.lines.extend(Line(box=box) for box in self.boxes(spec))
        return plan

    def boxes(self, spec: FieldSpec) -> list[Box]:
        """Return the cells of one field."""
        if not field_type(spec.type).has_value or spec.type in _ELSEWHERE or spec.formula:
            return [_elsewhere(spec)]
        if spec.type == "checkbox":
            return self._ticks(spec)
        if spec.type == "before_after":
            choices = _choices(spec)
            return [
                self._box(spec, f"{spec.id}-{half}", "choice", part=half, choices=choices, half=half) for half in HALVES
            ]
        if spec.type == "date_range":
            return [self._box(spec, f"{spec.id}-{part}", "date", part=part) for part in ("start", "end")]
        made = [self.single(spec)]
        if spec.type == "radio_with_text":
            asks = "、".join(choice.label for choice in spec.choices if choice.text)
            made.append(self._box(spec, f"{spec.id}-text", "text", part="text", help=asks, required=False))
        return made

    def single(self, spec: FieldSpec) -> Box:
        """Return the one cell of a field whose answer is one text."""
        if spec.formula:
            return _elsewhere(spec)
        choices = self.choices(spec)
        if choices:
            return self._box(spec, spec.id, "choice", choices=choices)
        kind: Kind = "number" if spec.type in _NUMBERS else "date" if spec.type == "date" else "text"
        return self._box(spec, spec.id, kind)

    def choices(self, spec: FieldSpec) -> tuple[tuple[str, str], ...]:
        """Return what a cell offers, values with labels that differ."""
        if spec.type == "region":
            codes = [code for code in self.regions if not (len(code) == 6 and code.endswith("00"))]
            return _distinct((code, self.regions[code]) for code in codes)
        if spec.type == "industry":
            above = parents(spec)
            leaves = [choice.value for choice in spec.choices if choice.value not in above]
            return _distinct((value, SEPARATOR.join(one.label for one in path_of(spec, value))) for value in leaves)
        return _choices(spec)

    def _box(
        self,
        spec: FieldSpec,
        name: str,
        kind: Kind,
        *,
        part: str = "",
        choices: tuple[tuple[str, str], ...] = (),
        help: str | None = None,
        required: bool | None = None,
        half: str = "",
    ) -> Box:
        return Box(
            name=name,
            label=spec.label,
            kind=kind,
            part=part,
            unit="%" if spec.type == "percent" else spec.unit,
            help=spec.help if help is None else help,
            required=spec.required if required is None else required,
            choices=choices,
            open=self.is_open(spec, half),
        )

    def _ticks(self, spec: FieldSpec) -> list[Box]:
        made = []
        for index, choice in enumerate(spec.choices):
            one = ((choice.value, choice.label),)
            made.append(self._box(spec, spec.id, "tick", part=choice.label, choices=one))
            if choice.text:
                made.append(
                    self._box(spec, f"{spec.id}-text-{index}", "text", part=f"{choice.label}：", required=False)
                )
        return made

    def grids(self, spec: FieldSpec) -> list[Grid]:
        """Return the sheet of a repeating field, and those of the tables in its rows."""
        opening = WHOLE if self.opened is None else self.opened.get(spec.id, NOTHING)
        typed = [row for row in spec.rows if not row.formula]
        made = Grid(
            sheet=self.sheet(spec.label),
            spec=spec,
            columns=tuple(self.columns(spec)),
            label=spec.label,
            most=len(typed) or spec.max_items or MOST_ROWS,
            rows=tuple((row.id, row.label) for row in typed) if spec.type == "matrix" else (),
            opening=opening,
        )
        inner = [
            Grid(
                sheet=self.sheet(f"{spec.label}-{column.label}"),
                spec=column,
                columns=tuple(self.columns(column)),
                label=f"{spec.label} / {column.label}",
                most=MOST_INNER_ROWS,
                inside=spec,
                opening=opening,
            )
            for column in spec.columns
            if field_type(column.type).has_rows
        ]
        return [made, *inner]

    def columns(self, spec: FieldSpec) -> Iterable[Box]:
        """Return the columns of a repeating field, named by what stands behind the row's id; rows say what is open."""
        if spec.type == "item_list":
            yield Box("text", spec.label, "text", help=spec.help, required=True)
        elif spec.type == "metrics":
            for part in METRIC_PARTS:
                yield Box(part, "", "text", part=part, required=part == "name")
        else:
            for column in spec.columns:
                if not field_type(column.type).has_rows:
                    yield replace(self.single(column), open=True)


def _elsewhere(spec: FieldSpec) -> Box:
    return Box(spec.id, spec.label, "none", part=spec.type, unit=spec.unit, help=spec.help, required=spec.required)


def _choices(spec: FieldSpec) -> tuple[tuple[str, str], ...]:
    return _distinct((choice.value, choice.label) for choice in spec.choices)


def _distinct(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs with labels that tell them apart: a label that comes twice gets its value behind it."""
    listed = list(pairs)
    counts: dict[str, int] = {}
    for _value, label in listed:
        counts[label] = counts.get(label, 0) + 1
    return tuple((value, label if counts[label] == 1 else f"{label}（{value}）") for value, label in listed)


def label_of_choice(box: Box, value: str) -> str:
    """Return what the cell shows for a stored value."""
    return dict(box.choices).get(value, value)


def value_of_choice(box: Box, text: str) -> str:
    """Return the value behind what the cell says: its label, or the value itself."""
    by_label: Mapping[str, str] = {label.strip(): value for value, label in box.choices}
    return by_label.get(text.strip(), text.strip())
