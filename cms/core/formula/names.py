"""The names that a formula may use, and what a label in brackets refers to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cms.core.formula.errors import _
from cms.core.formula.nodes import Ref
from cms.core.formula.parse import NameFault, stored_ref
from cms.core.formula.suggest import nearest

Kind = Literal["number", "text", "date", "boolean", "list", "table", "file"]

ROW_WORDS = ("本行", "row")
LAST_WORDS = ("上年", "去年", "last")
_SPACE = re.compile(r"\s+")
_DOTS = (".", "．")


@dataclass(frozen=True)
class Name:
    """A field that formulas can read. `groups` are the headings under which it stands: [group/label] tells twins apart.

    `options` are the values that a choice field can have; `scores` what each of them counts; a table has `columns`.
    """

    id: str
    label: str
    kind: Kind
    key: str = ""
    columns: tuple["Name", ...] = ()
    scores: Mapping[str, str] = field(default_factory=dict, hash=False)
    unit: str = ""
    groups: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def folded_label(label: str) -> str:
    """Return a label as it is compared when no other is spelled exactly so: width, case and spaces do not count."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", label)).casefold()


class _Index:
    """Labels and keys of one list of names."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.by_id = {name.id: name for name in names}
        self.exact: dict[str, list[Name]] = {}
        self.folded: dict[str, list[Name]] = {}
        self.keys: dict[str, list[Name]] = {}
        self.grouped: dict[str, list[Name]] = {}
        for name in names:
            self.exact.setdefault(name.label.strip(), []).append(name)
            self.folded.setdefault(folded_label(name.label), []).append(name)
            if name.key:
                self.keys.setdefault(name.key, []).append(name)
            for group in dict.fromkeys(name.groups):
                self.grouped.setdefault(folded_label(f"{group}/{name.label}"), []).append(name)

    def find(self, typed: str) -> list[Name]:
        """Return the names that are meant: by label, else key, else group/label, else the label spelled otherwise."""
        if typed[:1] in ("#", "?") and typed[1:] in self.by_id:
            return [self.by_id[typed[1:]]]
        plain = typed.strip()
        folded = folded_label(plain)
        return (
            self.exact.get(plain)
            or self.keys.get(plain)
            or self.grouped.get(folded)
            or (self.folded.get(folded) if folded else None)
            or []
        )

    def spellings(self, name: Name) -> Iterator[str]:
        """Yield how a name can be written, the nicest way first."""
        label = _SPACE.sub(" ", name.label).strip()
        yield label
        for group in name.groups:
            yield f"{_SPACE.sub(' ', group).strip()}/{label}"
        yield name.key
        yield f"#{name.id}"

    def spelling(self, name: Name) -> str:
        """Return the nicest spelling that means this name and no other."""
        for spelling in self.spellings(name):
            if spelling and self.find(spelling) == [name]:
                return spelling
        return f"#{name.id}"


class Names:
    """All names of a form: `fields`, and `last`, the fields of last year's sheet. Immutable."""

    def __init__(self, fields: Sequence[Name], last: Sequence[Name] = ()) -> None:
        self.fields = tuple(fields)
        self.last = tuple(last)

    @cached_property
    def index(self) -> _Index:
        """Return the labels of the fields."""
        return _Index(self.fields)

    @cached_property
    def last_index(self) -> _Index:
        """Return the labels of last year's fields."""
        return _Index(self.last)

    @cached_property
    def column_indexes(self) -> dict[str, _Index]:
        """Return the labels of the columns of each table, by the id of the table."""
        return {name.id: _Index(name.columns) for name in self.fields if name.columns}

    @property
    def by_id(self) -> Mapping[str, Name]:
        """Return the fields by id."""
        return self.index.by_id

    @property
    def by_label(self) -> Mapping[str, Sequence[Name]]:
        """Return the fields by label; more than one where a label is ambiguous."""
        return self.index.exact

    def table_of(self, column_id: str) -> str | None:
        """Return the id of the table that has this column."""
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
        table = ref.id if ref.kind == "column" else row_of or self.table_of(ref.id) or ""
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
        for place in (place for place, character in enumerate(inner) if character in _DOTS):
            ref = self._dotted(inner[:place].strip(), inner[place + 1 :].strip(), row_of)
            if ref:
                return ref
        if stored:
            return stored
        raise _unknown(inner, self._all_spellings())

    def _dotted(self, head: str, tail: str, row_of: str | None) -> Ref | None:
        if head in ROW_WORDS:
            if row_of is None:
                raise NameFault(
                    "no_row", _("“%(name)s” reads a row, but this formula is not in a table."), name=f"{head}.{tail}"
                )
            index = self.column_indexes.get(row_of) or _Index(())
            return Ref("row", _known(index, tail).id)
        if head in LAST_WORDS:
            return Ref("last", _known(self.last_index, tail).id)
        tables = [name for name in self.index.find(head) if name.kind == "table"]
        if not tables:
            return None
        table = _only(tables, head)
        return Ref("column", table.id, _known(self.column_indexes.get(table.id) or _Index(()), tail).id)

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
        return self.table_of(ref.id) if ref.kind == "row" else None

    def _candidates(self, ref: Ref, name: Name, row_of: str | None) -> Iterator[str]:
        if ref.kind == "field":
            yield from self.index.spellings(name)
        elif ref.kind == "last":
            yield from (f"{LAST_WORDS[0]}.{spelling}" for spelling in self.last_index.spellings(name))
        elif ref.kind == "row":
            index = self.column_indexes[row_of or self.table_of(ref.id) or ""]
            yield from (f"{ROW_WORDS[0]}.{spelling}" for spelling in index.spellings(name))
        else:
            column = self.column_indexes[ref.id].spelling(name)
            table = self.index.by_id[ref.id]
            yield from (f"{spelling}.{column}" for spelling in self.index.spellings(table))


def _stored_spelling(ref: Ref) -> str:
    if ref.kind == "column":
        return f"#{ref.id}.#{ref.column}"
    return {"field": "#{}", "row": "row.#{}", "last": "last.#{}"}[ref.kind].format(ref.id)


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


def _known(index: _Index, typed: str) -> Name:
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
