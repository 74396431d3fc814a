"""What can be wrong with a programme, with the place in its files."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ProgrammeFault:
    """One fault: the file (below the programme's folder), the line, and the reason in words."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class ProgrammeInvalid(Exception):
    """The programme cannot be loaded; `faults` names everything at once."""

    code = "programme_invalid"

    def __init__(self, faults: Sequence[ProgrammeFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class ProgrammeUnknown(Exception):
    """There is no folder for a programme of this code."""

    code = "programme_unknown"
