"""Two rounds of a submission side by side: what was typed otherwise, what is new, what is gone, row by row.

Both rounds are read by the version that they answered; fields are the same by their id, wherever they stand.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from forms_app.engine.fields import field_type
from forms_app.engine.fields.base import DisplayItem
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.engine.text_diff import Pieces, text_pieces

Kind = Literal["same", "changed", "added", "removed"]
Answers = Mapping[str, Mapping[str, Any]]
_Columns = Mapping[str, FieldSpec]
# A row that a round does not have: neither its number nor itself.
_NONE = (None, None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A text in both rounds, or the rows of a table within a row; `label` names a cell of a row."""

    label: str
    kind: Kind
    earlier: Pieces
    later: Pieces
    rows: "tuple[ComparedRow, ...]" = ()

    @property
    def changed_rows(self) -> "tuple[ComparedRow, ...]":
        """Return the rows that differ."""
        return tuple(one for one in self.rows if one.kind != "same")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row or file in both rounds; `numbers` are its places, None where it is missing; the form may name it."""

    id: str
    title: str
    kind: Kind
    numbers: tuple[int | None, int | None]
    text: Compared
    cells: tuple[Compared, ...]

    @property
    def changed_cells(self) -> tuple[Compared, ...]:
        """Return the cells that differ."""
        return tuple(one for one in self.cells if one.kind != "same")


@dataclass(frozen=True, slots=True)
class ComparedField:
    """An answer in both rounds: one text, or rows. `asked` says in which of the two rounds it was asked at all."""

    id: str
    label: str
    type: str
    kind: Kind
    computed: bool
    asked: tuple[bool, bool]
    text: Compared
    rows: tuple[ComparedRow, ...]
    # How many rows are as they were.
    same_rows: int = 0

    @property
    def has_files(self) -> bool:
        """Say whether the rows are files."""
        return field_type(self.type).has_files

    @property
    def changed_rows(self) -> tuple[ComparedRow, ...]:
        """Return the rows that differ."""
        return tuple(one for one in self.rows if one.kind != "same")


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section of the later version, or one that only the earlier version has."""

    id: str
    number: str
    title: str
    parties: tuple[str, ...]
    fields: tuple[ComparedField, ...]

    @property
    def changed(self) -> tuple[ComparedField, ...]:
        """Return the fields that differ."""
        return tuple(one for one in self.fields if one.kind != "same")

    @property
    def parted(self) -> tuple[tuple[bool, tuple[ComparedField, ...]], ...]:
        """Return (computed?, fields): what was typed, then what the form computes from it."""
        typed = tuple(one for one in self.fields if not one.computed)
        computed = tuple(one for one in self.fields if one.computed)
        return tuple((kind, found) for kind, found in ((False, typed), (True, computed)) if found)


@dataclass(frozen=True, slots=True)
class RoundDiff:
    """Everything, in the order of the later version."""

    sections: tuple[ComparedSection, ...]

    def changed_only(self, *, keep: Collection[str] = ()) -> "RoundDiff":
        """Return the same without what is as it was: fields, and rows of the fields that stay.

        `keep` are fields that stay whole although they are as they were.
        """
        sections = []
        for section in self.sections:
            fields = [one for one in section.fields if one.kind != "same" or one.id in keep]
            shown = [replace(one, rows=one.changed_rows) if one.kind != "same" else one for one in fields]
            if shown:
                sections.append(replace(section, fields=tuple(shown)))
        return RoundDiff(tuple(sections))

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many: typed fields changed, added and removed; computed ones; rows and files by what became."""
        found: Counter[str] = Counter()
        for field in (one for section in self.sections for one in section.changed):
            found["computed" if field.computed else field.kind] += 1
            for row in field.changed_rows:
                found[f"{'file' if field.has_files else 'row'}_{row.kind}"] += 1
        return found


def compare_rounds(
    versions: tuple[FormSpec, FormSpec], answers: tuple[Answers, Answers], lookups: Lookups
) -> RoundDiff:
    """Compare an earlier round with a later one, each with the version that it answered."""
    given = tuple({name: value for values in one.values() for name, value in values.items()} for one in answers)
    asked = tuple({one.id: one for _section, one in version.fields()} for version in versions)
    comparer = _Comparer(asked[0], asked[1], given[0], given[1], lookups)
    sections = [_section(section, comparer.fields(section.fields)) for section in versions[1].sections]
    for section in versions[0].sections:
        gone = [one for one in section.fields if one.id not in asked[1] and given[0].get(one.id) is not None]
        if gone:
            sections = _with_gone(sections, section, tuple(comparer.fields(gone)))
    return RoundDiff(tuple(one for one in sections if one.fields))


def _section(section: SectionSpec, fields: Iterator[ComparedField]) -> ComparedSection:
    return ComparedSection(section.id, section.number, section.title, section.parties, tuple(fields))


def _with_gone(
    sections: Sequence[ComparedSection], old: SectionSpec, gone: tuple[ComparedField, ...]
) -> list[ComparedSection]:
    """Return the sections with fields that the later version no longer has, at the end of theirs."""
    if all(one.id != old.id for one in sections):
        return [*sections, _section(old, iter(gone))]
    return [
        ComparedSection(one.id, one.number, one.title, one.parties, (*one.fields, *gone)) if one.id == old.id else one
        for one in sections
    ]


@dataclass(frozen=True, slots=True)
class _Comparer:
    old_fields: Mapping[str, FieldSpec]
    new_fields: Mapping[str, FieldSpec]
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    lookups: Lookups

    def fields(self, specs: Sequence[FieldSpec]) -> Iterator[ComparedField]:
        for spec in specs:
            if field_type(spec.type).has_value:
                yield self.field(spec)

    def field(self, spec: FieldSpec) -> ComparedField:
        old_spec, new_spec = self.old_fields.get(spec.id), self.new_fields.get(spec.id)
        old_value, new_value = self.old.get(spec.id), self.new.get(spec.id)
        old_text, _items = _parts(old_spec, old_value, self.lookups)
        new_text, _items = _parts(new_spec, new_value, self.lookups)
        rows = tuple(self.rows(old_spec, new_spec, old_value, new_value))
        return ComparedField(
            id=spec.id,
            label=spec.label,
            type=spec.type,
            kind=_kind(old_value, new_value),
            computed=bool(spec.formula),
            asked=(old_spec is not None, new_spec is not None),
            text=_compared("", old_text, new_text),
            rows=rows,
            same_rows=sum(one.kind == "same" for one in rows),
        )

    def rows(
        self, old_spec: FieldSpec | None, new_spec: FieldSpec | None, old: Any, new: Any
    ) -> "Iterator[ComparedRow]":
        """Yield the rows in the order of the later round; one that is gone follows the row that it followed."""
        titles = {row.id: row.label for one in (old_spec, new_spec) if one for row in one.rows}
        (_text, earlier), (_text, later) = _parts(old_spec, old, self.lookups), _parts(new_spec, new, self.lookups)
        before, after = ({one.id: (at, one) for at, one in enumerate(shown, start=1)} for shown in (earlier, later))
        was, now = _by_id(old), _by_id(new)
        columns = _columns(old_spec), _columns(new_spec)
        for row_id in _order([one.id for one in earlier], [one.id for one in later]):
            (first_at, first), (second_at, second) = before.get(row_id, _NONE), after.get(row_id, _NONE)
            inner = self.inner_rows(columns, was.get(row_id), now.get(row_id))
            yield ComparedRow(
                id=row_id,
                title=titles.get(row_id, ""),
                kind=_kind(was.get(row_id), now.get(row_id)),
                numbers=(first_at, second_at),
                text=_compared("", first.text if first else "", second.text if second else ""),
                cells=tuple(replace(one, rows=inner.get(one.label, ())) for one in _cells(first, second)),
            )

    def inner_rows(
        self, columns: "tuple[_Columns, _Columns]", was: Any, now: Any
    ) -> "dict[str, tuple[ComparedRow, ...]]":
        """Return the rows of the tables within a row, by the label of their column."""
        found: dict[str, tuple[ComparedRow, ...]] = {}
        for column_id in dict.fromkeys([*columns[1], *columns[0]]):
            old, new = columns[0].get(column_id), columns[1].get(column_id)
            rows = self.rows(old, new, (was or {}).get(column_id), (now or {}).get(column_id))
            found |= {one.label: tuple(rows) for one in (new or old,) if one}
        return found


def _parts(spec: FieldSpec | None, value: Any, lookups: Lookups) -> tuple[str, Sequence[DisplayItem]]:
    if spec is None or value is None:
        return "", ()
    shown = field_type(spec.type).display(spec, value, lookups)
    return (shown, ()) if isinstance(shown, str) else ("", shown)


def _by_id(value: Any) -> Mapping[str, Any]:
    """Return the rows or files of an answer by their id."""
    if not isinstance(value, list):
        return {}
    return {one["id"] if isinstance(one, dict) else one: one for one in value}


def _kind(old: Any, new: Any) -> Kind:
    if old == new:
        return "same"
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _compared(label: str, old: str, new: str) -> Compared:
    earlier, later = text_pieces(old, new)
    return Compared(label, _kind(old or None, new or None), earlier, later)


def _columns(spec: FieldSpec | None) -> _Columns:
    """Return the columns of a table that are tables themselves, by id."""
    return {one.id: one for one in spec.columns if one.columns} if spec else {}


def _order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    order, kept = list(new), set(new)
    for at, row_id in enumerate(old):
        if row_id not in kept:
            above = old[at - 1] if at else None
            order.insert(order.index(above) + 1 if above is not None else 0, row_id)
            kept.add(row_id)
    return order


def _cells(first: DisplayItem | None, second: DisplayItem | None) -> Iterator[Compared]:
    """Yield the cells by their labels, in the order of the later round."""
    old, new = dict(first.cells if first else ()), dict(second.cells if second else ())
    for label in dict.fromkeys([*new, *old]):
        yield _compared(label, old.get(label, ""), new.get(label, ""))
