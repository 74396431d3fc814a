"""Two rounds of the form behind a case, as the desk and the portal show them beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Case
from forms_app.facade import RoundComparison, round_comparison

MAX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rounds; `everything` says whether what is as it was is shown too."""

    rounds: RoundComparison
    everything: bool

    @property
    def sections(self) -> object:
        """Return the sections to show."""
        diff = self.rounds.diff
        return (diff if self.everything else diff.changed_only(keep=self.rounds.remarks)).sections

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many fields, rows and files differ, by what became of them."""
        return self.rounds.diff.counts


def comparison_of(case: Case, wanted: Mapping[str, str]) -> Comparison | None:
    """Return what `wanted` (the query of the address: from, to, all) asks for; None while there is nothing to compare.

    The caller has found the case through `visible_to`.
    """
    if case.submission_id is None:
        return None
    found = round_comparison(case.submission_id, earlier=_number(wanted.get("from")), later=_number(wanted.get("to")))
    return Comparison(found, wanted.get("all") == "1") if found else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= MAX_DIGITS else None
