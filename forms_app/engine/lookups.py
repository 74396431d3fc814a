"""What the engine must ask about the world: nothing but this."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory: its lasting id, its name, and a word that tells it from others of the same name.

    `above` is the id of the entry of another directory to which it belongs (the provider of a product); `detail` is
    then the name of that one. An entry that is not `offered` any more stays the answer where it was chosen.
    """

    id: str
    text: str
    detail: str = ""
    above: str = ""
    offered: bool = True


class Directory(Protocol):
    """Something from which entries are chosen."""

    def prepare(self, ids: Collection[str], names: Collection[str]) -> None:
        """Read beforehand, at once, the entries with these ids and these names."""
        ...

    def entry(self, entry_id: str) -> Entry | None:
        """Return an entry, None if there is none."""
        ...

    def named(self, text: str, above: str = "") -> Entry | None:
        """Return the only offered entry with exactly this name, None if there is none or more than one.

        With `above` only those that belong to that entry of another directory count.
        """
        ...


class Lookups(Protocol):
    """Regions that may be named (code → full name), files that exist (attachment id → file name), and the day."""

    @property
    def regions(self) -> Mapping[str, str]:
        """Return the known regions: GB/T 2260 code → full name."""
        ...

    @property
    def attachments(self) -> Mapping[str, str]:
        """Return the files that may be named: attachment id as text → file name."""
        ...

    @property
    def directories(self) -> Mapping[str, Directory]:
        """Return the directories from which can be chosen, by name."""
        ...

    @property
    def today(self) -> dt.date:
        """Return the day on which the form is filled in."""
        ...


@dataclass(frozen=True, slots=True)
class FixedLookups:
    """Lookups that were gathered beforehand."""

    regions: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)
    today: dt.date = dt.date(2000, 1, 1)
    directories: Mapping[str, Directory] = field(default_factory=dict)
