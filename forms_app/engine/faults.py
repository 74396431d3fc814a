"""What is wrong with an answer, said without a catalogue: the edge translates `message` and fills in `params`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "explain", "explained", "notice"]

# Codes of faults that only say that something is missing yet: they stop a submission, never a saved draft.
MISSING_CODES = frozenset({"required", "required_text", "required_part", "min_items"})


def _(message: str) -> str:
    """Mark a message for extraction."""
    return message


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one input. `path` is the name of that input, so that a summary can link to it.

    `message` is an English msgid with %(name)s places for `params`; `row` counts from 1 inside a repeating field.
    `severity` is "error", "explain" (needs a written explanation; "explained" once it has one) or "notice"; `check` is
    the key under which a fault of a check is explained.
    """

    code: str
    message: str
    path: str
    label: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    severity: Severity = "error"
    row: int | None = None
    check: str = ""

    @property
    def blocks(self) -> bool:
        """Say whether the answer cannot be handed in like this."""
        return self.severity in ("error", "explain")

    @property
    def stops(self) -> bool:
        """Say whether the step cannot be left like this: what only needs an explanation may wait."""
        return self.severity == "error"
