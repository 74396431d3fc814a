"""What loading a programme file did."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReferenceLoad:
    """The code of what was loaded, what became of it, and the newest version if it has versions."""

    code: str
    outcome: Literal["unchanged", "draft", "published"]
    number: int | None = None
