"""The sheet that was accepted last before a draft was begun, and what of it the draft could take over."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from forms_app.engine.earlier import Offer, offers_in
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.models import SubmissionRound
from forms_app.selectors.filling import Filling, accepted_before
from forms_app.selectors.versions import spec_of


@dataclass(frozen=True)
class EarlierSheet:
    """An accepted sheet: its reference number, when it was handed in, the form that it answered, and its answers."""

    reference: str
    submitted_at: dt.datetime
    spec: FormSpec
    answers: Mapping[str, Any]

    @property
    def year(self) -> int:
        """Return the year in which it was handed in."""
        return timezone.localtime(self.submitted_at).year

    @cached_property
    def fields(self) -> Mapping[str, tuple[FieldSpec, Any]]:
        """Return the questions that it answered, with the answers, by field id."""
        return {one.id: (one, self.answers[one.id]) for _section, one in self.spec.fields() if one.id in self.answers}


def earlier_sheet(filling: Filling) -> EarlierSheet | None:
    """Return the sheet of the same organisation and form that was accepted last; None if there is none."""
    rounds = accepted_before(filling.draft).select_related("submission__version")
    last: SubmissionRound | None = rounds.first()
    if last is None:
        return None
    answers = {field_id: value for values in last.answers.values() for field_id, value in values.items()}
    submission = last.submission
    return EarlierSheet(submission.reference, submission.submitted_at, spec_of(submission.version), answers)


def earlier_offers(filling: Filling, sheet: EarlierSheet) -> list[tuple[SectionSpec, list[Offer]]]:
    """Return what the sheet offers, by the sections that the filler fills in; only what may be written now."""
    found = []
    for section in filling.sections:
        offers = offers_in(section, filling.mask, sheet.fields, filling.values(section), filling.lookups)
        if offers:
            found.append((section, offers))
    return found
