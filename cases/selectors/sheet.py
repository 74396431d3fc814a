"""The form behind a case, as its readers see it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from cases.models import Case
from cases.selectors.actions import available_actions, sections_open_to
from cases.selectors.hidden import hidden_sections, without
from cms.accounts.models import User
from forms_app.facade import Sheet, SheetField, submission_sheet


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """The answers, and what the reader may do with them."""

    sheet: Sheet
    may_remark: bool
    unsent: int
    own_sections: frozenset[str]

    @property
    def present(self) -> bool:
        """Say whether these are the answers of the last round."""
        return self.sheet.round == self.sheet.rounds[-1].number

    def remarks(self) -> list[tuple[SheetField | None, Any]]:
        """Return all remarks of all rounds with their field, None if it is gone: open first, settled ones last."""
        fields = {field.id: field for field in self.sheet.fields()}
        found = [(fields.get(remark.field_id), remark) for remark in self.sheet.remarks]
        return sorted(found, key=lambda one: (one[1].settled_at is not None, one[1].answered_in_round is not None))

    def files(self) -> list[tuple[SheetField, tuple[tuple[str, str], ...]]]:
        """Return the fields with files: (field, ((attachment id, name), …))."""
        return [
            (field, tuple((item.id, item.text) for item in field.items))
            for field in self.sheet.fields()
            if field.has_files and field.items
        ]


def sheet_of(case: Case, user: User, *, round: int | None = None) -> CaseSheet | None:
    """Return the form behind `case`, or None if there is none; `round` picks an earlier state, which is only read."""
    if case.submission_id is None:
        return None
    try:
        sheet = submission_sheet(case.submission_id, round=round)
    except ObjectDoesNotExist:
        # An earlier round that was never there.
        sheet = submission_sheet(case.submission_id)
    sheet = without(sheet, hidden_sections(case, user))
    return CaseSheet(
        sheet=sheet,
        may_remark=sheet.round == sheet.rounds[-1].number and may_remark(case, user),
        unsent=sum(remark.sent_at is None for remark in sheet.remarks),
        own_sections=sections_open_to(case, user),
    )


def may_remark(case: Case, user: User) -> bool:
    """Say whether `user` may write remarks now: if they may take a step that sends them."""
    return any(action.needs_remarks for action in available_actions(case, user))


def answer_of(case: Case, submission_id: uuid.UUID, field_id: str, user: User) -> SheetField | None:
    """Return one answer of the last round; None if there is none, or not for this reader."""
    shown = without(submission_sheet(submission_id), hidden_sections(case, user))
    return next((field for field in shown.fields() if field.id == field_id), None)
