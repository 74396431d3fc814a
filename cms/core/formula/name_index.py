"""A name that formulas may use, and finding one by what somebody typed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "text", "date", "boolean", "list", "table", "file"]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Name:
    """A field that formulas can read. `groups` are the headings under which it stands: [group/label] tells twins apart.

    `options` are the values that a choice field can have; `scores` what each of them counts; a table has `columns`. One
    of these can be a table again: its columns are also `<table>:<column>` of the outer one, with `many` answers
    in a row. A table whose rows the form itself names has `lines`.
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
    many: bool = False
    lines: tuple["Name", ...] = ()


def folded_label(label: str) -> str:
    """Return a label as it is compared when no other is spelled exactly so: width, case and spaces do not count."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", label)).casefold()


class NameIndex:
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
