"""The names that a formula may use, and what a label in brackets refers to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from cms.core.formula.errors import _
from cms.core.formula.name_index import Name, NameIndex
from cms.core.formula.nodes import EVERY_LINE, Ref, RefKind
from cms.core.formula.parse import NameFault, stored_form, stored_ref
from cms.core.formula.suggest import nearest

ROW_WORDS = ("本行", "row")
LAST_WORDS = ("上年", "去年", "last")
# The row around an inner row, and the column that a computed row of the form is computed for.
UP_WORDS = ("上级", "up")
LINE_WORDS = ("本列", "line")
_DOTS = (".", "．")


def inner_rows(table_id: str, column_id: str) -> str:
    """Return the `row_of` of formulas in the rows of a table within the rows of a table."""
    return f"{table_id}:{column_id}"


def computed_lines(table_id: str) -> str:
    """Return the `row_of` of the formulas of rows that the form itself names."""
    return f"{table_id}:{EVERY_LINE}"


class Names:
    """All names of a form: `fields`, and `last`, the fields of last year's sheet. Immutable."""

    def __init__(self, fields: Sequence[Name], last: Sequence[Name] = ()) -> None:
        self.fields = tuple(fields)
        self.last = tuple(last)

    @cached_property
    def index(self) -> NameIndex:
        """Return the labels of the fields."""
        return NameIndex(self.fields)

    @cached_property
    def last_index(self) -> NameIndex:
        """Return the labels of last year's fields."""
        return NameIndex(self.last)

    @cached_property
    def column_indexes(self) -> dict[str, NameIndex]:
        """Return the labels of the columns of each table, by what `row_of` says of its rows."""
        found = {name.id: NameIndex(name.columns) for name in self.fields if name.columns}
        for name in self.fields:
            found |= {inner_rows(name.id, one.id): NameIndex(one.columns) for one in name.columns if one.columns}
        return found

    @cached_property
    def line_indexes(self) -> dict[str, NameIndex]:
        """Return the labels of the rows that the form itself names, by what `row_of` says of their formulas."""
        return {computed_lines(name.id): NameIndex(name.lines) for name in self.fields if name.lines}

    @property
    def by_id(self) -> Mapping[str, Name]:
        """Return the fields by id."""
        return self.index.by_id

    @property
    def by_label(self) -> Mapping[str, Sequence[Name]]:
        """Return the fields by label; more than one where a label is ambiguous."""
        return self.index.exact

    def table_of(self, column_id: str) -> str | None:
        """Return the id of the table that has this column, as `row_of` says it."""
        for table, index in self.column_indexes.items():
            if column_id in index.by_id:
                return table
        return None

    def name_of(self, ref: Ref, row_of: str | None = None) -> Name | None:
        """Return the name that a reference means; None if there is none (any more)."""
        if ref.kind == "field":
            return self.index.by_id.get(ref.id)
        if ref.kind == "last":
            return self.last_index.by_id.get(ref.id)
        where = row_of or self._row_of(ref) or ""
        if ref.kind == "line":
            lines = self.line_indexes.get(where)
            return _EVERY_LINE if lines and ref.id == EVERY_LINE else lines.by_id.get(ref.id) if lines else None
        table = {"column": ref.id, "up": where.partition(":")[0]}.get(ref.kind, where)
        index = self.column_indexes.get(table)
        return index.by_id.get(ref.column or ref.id) if index else None

    def resolve(self, typed: str, row_of: str | None = None) -> Ref:
        """Return what a name between brackets refers to; NameFault when it is nothing, or more than one thing.

        `row_of` is the table in whose rows the formula is computed, if it is.
        """
        inner = typed.strip()
        stored = stored_ref(inner.replace("?", "#"))
        if stored and (inner[0] == "?" or ".?" in inner or self.name_of(stored, row_of)):
            return stored
        found = self.index.find(inner)
        if found:
            return Ref("field", _only(found, inner).id)
        if inner in LINE_WORDS:
            fault = misplaced("line", row_of)
            if fault:
                raise NameFault("no_row", fault, name=inner)
            return Ref("line", EVERY_LINE)
        for place in (place for place, character in enumerate(inner) if character in _DOTS):
            ref = self._dotted(inner[:place].strip(), inner[place + 1 :].strip(), row_of)
            if ref:
                return ref
        if stored:
            return stored
        raise _unknown(inner, self._all_spellings())

    def _dotted(self, head: str, tail: str, row_of: str | None) -> Ref | None:
        if head in ROW_WORDS + UP_WORDS + LINE_WORDS:
            kind: RefKind = "row" if head in ROW_WORDS else "up" if head in UP_WORDS else "line"
            fault = misplaced(kind, row_of)
            if fault:
                raise NameFault("no_row", fault, name=f"{head}.{tail}")
            return Ref(kind, _known(self._index_at(kind, row_of or ""), tail).id)
        if head in LAST_WORDS:
            return Ref("last", _known(self.last_index, tail).id)
        tables = [name for name in self.index.find(head) if name.kind == "table"]
        if not tables:
            return None
        table = _only(tables, head)
        return Ref("column", table.id, _known(self.column_indexes.get(table.id) or NameIndex(()), tail).id)

    def _index_at(self, kind: RefKind, row_of: str) -> NameIndex:
        """Return the names that [本行.…], [上级.…] and [本列.…] can have in such a formula."""
        indexes = self.line_indexes if kind == "line" else self.column_indexes
        return indexes.get(row_of.partition(":")[0] if kind == "up" else row_of) or NameIndex(())

    def _all_spellings(self) -> Iterator[str]:
        for name in self.fields:
            yield name.label
            yield from (f"{name.label}.{column.label}" for column in name.columns)
        yield from (name.key for name in self.fields if name.key)

    def spelling(self, ref: Ref, row_of: str | None = None) -> str:
        """Return the label form of a reference, without brackets; an id that is unknown stays visible as ?id."""
        name = self.name_of(ref, row_of)
        if name is None:
            return _unknown_spelling(ref)
        for candidate in self._candidates(ref, name, row_of):
            try:
                if self.resolve(candidate, row_of or self._row_of(ref)) == ref:
                    return candidate
            except NameFault:
                continue
        return _stored_spelling(ref)

    def _row_of(self, ref: Ref) -> str | None:
        """Return where a reference can stand, for a reader who does not know the formula's place."""
        if ref.kind == "line":
            fitting = (place for place, index in self.line_indexes.items() if ref.id in (*index.by_id, EVERY_LINE))
            return next(fitting, None)
        if ref.kind == "up":
            outer = self.table_of(ref.id)
            return next((place for place in self.column_indexes if place.startswith(f"{outer}:")), None)
        return self.table_of(ref.id) if ref.kind == "row" else None

    def _candidates(self, ref: Ref, name: Name, row_of: str | None) -> Iterator[str]:
        if ref.kind == "field":
            yield from self.index.spellings(name)
        elif ref.kind == "last":
            yield from (f"{LAST_WORDS[0]}.{spelling}" for spelling in self.last_index.spellings(name))
        elif ref == Ref("line", EVERY_LINE):
            yield LINE_WORDS[0]
        elif ref.kind in _WORDS:
            index = self._index_at(ref.kind, row_of or self._row_of(ref) or "")
            yield from (f"{_WORDS[ref.kind]}.{spelling}" for spelling in index.spellings(name))
        else:
            column = self.column_indexes[ref.id].spelling(name)
            table = self.index.by_id[ref.id]
            yield from (f"{spelling}.{column}" for spelling in self.index.spellings(table))


_EVERY_LINE = Name(EVERY_LINE, LINE_WORDS[0], "number", many=True)
_WORDS = {"row": ROW_WORDS[0], "up": UP_WORDS[0], "line": LINE_WORDS[0]}


def misplaced(kind: RefKind, row_of: str | None) -> str:
    """Return why [本行.…], [上级.…] or [本列.…] cannot stand in a formula, "" if it can."""
    _table, colon, inner = (row_of or "").partition(":")
    if kind == "line":
        message = _("“%(name)s” reads a column, but this formula does not compute a row of a fixed table.")
        return "" if inner == EVERY_LINE else message
    if kind == "up":
        message = _("“%(name)s” reads the row around, but this formula is not in a table within a table.")
        return "" if colon and inner != EVERY_LINE else message
    message = _("“%(name)s” reads a row, but this formula is not in a table.")
    return "" if row_of and inner != EVERY_LINE else message


def _stored_spelling(ref: Ref) -> str:
    return stored_form(ref)[1:-1]


def _unknown_spelling(ref: Ref) -> str:
    return _stored_spelling(ref).replace("#", "?")


def _only(found: Sequence[Name], typed: str) -> Name:
    if len(found) == 1:
        return found[0]
    places = "、".join(_place(name) for name in found[:3])
    message = _("“%(name)s” can mean several fields: %(fields)s. Write the heading before it, or the field code.")
    raise NameFault("ambiguous", message, name=typed, fields=places)


def _place(name: Name) -> str:
    group = f"{name.groups[0]}/" if name.groups else ""
    return f"[{group}{name.label}]" + (f"({name.key})" if name.key else "")


def _known(index: NameIndex, typed: str) -> Name:
    found = index.find(typed)
    if not found:
        raise _unknown(typed, (name.label for name in index.by_id.values()))
    return _only(found, typed)


def _unknown(typed: str, known: Iterable[str]) -> NameFault:
    guess = nearest(typed, known)
    if guess:
        return NameFault(
            "unknown", _("There is no field “%(name)s”. Did you mean “%(guess)s”?"), name=typed, guess=guess
        )
    return NameFault("unknown", _("There is no field “%(name)s”. Choose one from the list."), name=typed)
