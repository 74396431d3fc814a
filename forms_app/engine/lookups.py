"""What the engine must ask about the world: nothing but this."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Directory(Protocol):
    """Something from which entries are chosen."""

    def entry(self, entry_id: str) -> str | None:
        """Return the name of an entry, None if there is none."""
        ...

    def named(self, text: str) -> str:
        """Return the id of the only entry with exactly this name, "" if there is none or more than one."""
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
