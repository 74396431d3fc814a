"""Faults of the engine as sentences for the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms_app.engine.faults import Fault


@dataclass(frozen=True)
class FaultLine:
    """One line of the summary at the top: where it leads and what it says."""

    path: str
    text: str


def fault_text(fault: Fault) -> str:
    """Return the fault in the language of the reader; a row is named as the person counts it."""
    text = _(fault.message) % fault.params
    if fault.row is None:
        return text
    return _("Item %(number)s: %(text)s") % {"number": fault.row, "text": text}


def fault_lines(faults: Iterable[Fault]) -> list[FaultLine]:
    """Return the faults that block as lines for the summary."""
    return [FaultLine(path=one.path, text=fault_text(one)) for one in faults if one.blocks]


def by_path(faults: Iterable[Fault], *, blocking: bool) -> Mapping[str, list[str]]:
    """Return the messages by input name."""
    found: dict[str, list[str]] = {}
    for one in faults:
        # What is to be explained has a place of its own, with the words that were written.
        if one.blocks == blocking and one.severity not in ("explain", "explained"):
            found.setdefault(one.path, []).append(fault_text(one))
    return found
