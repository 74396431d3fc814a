"""What is wrong with reference data, in words that can be translated and with the place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def _(message: str) -> str:
    """Mark a message for the catalogues; the edge translates it."""
    return message


@dataclass(frozen=True, slots=True)
class Problem:
    """A message id with its parameters. `place` walks the document: ("rows", 3, "when", 0)."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()

    @property
    def row(self) -> int | None:
        """Return the row (from 1) that this is about, None if it is about none."""
        return int(self.place[1]) + 1 if len(self.place) > 1 and self.place[0] in ("rows", "items") else None
