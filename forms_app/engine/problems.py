"""What keeps a form from being published, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Where in the document a problem is: ("sections", 0, "fields", 2, "choices").
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A message inside a message: a msgid with its own params, translated by whoever shows it."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a form from being published, or (`blocks` False) that somebody should look at.

    `message` is an English msgid with places for `params`.
    """

    message: str
    place: Place
    params: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = True
