"""The cases of a person's own organisations, in the words of the applicant."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.selectors.definitions import definition_of
from cases.selectors.dossier import kind_for_applicant
from cases.selectors.hidden import hidden_sections, without
from cms.accounts.facade import Person, member_organisation_ids
from cms.accounts.models import User
from forms_app.facade import Sheet, SheetField, submission_sheet


def own_cases(user: Person) -> CaseQuerySet:
    """Return the visible cases in which an organisation of `user` applies or provides.

    What a person sees as an office belongs to the desk and not here.
    """
    organisations = member_organisation_ids(user)
    return Case.objects.visible_to(user).filter(Q(applicant_id__in=organisations) | Q(provider_id__in=organisations))


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A row of the list."""

    case: Case
    state: str
    kind: str


def own_line(case: Case) -> OwnLine:
    """Return a case as the list shows it."""
    state = definition_of(case.version).state(case.state)
    return OwnLine(case, state.public_title, kind_for_applicant(case, state))


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The answers as the applicant may see them: without remarks that the office has not sent."""

    sheet: Sheet
    # (field, what the place in it is called, remark)
    waiting: tuple[tuple[SheetField, str, Any], ...]


def own_sheet(case: Case, user: User) -> OwnSheet | None:
    """Return the form behind the case for its applicant, and the sent remarks that wait for an answer."""
    if case.submission_id is None:
        return None
    sheet = without(submission_sheet(case.submission_id), hidden_sections(case, user))
    sections = tuple(
        replace(section, fields=tuple(_sent_only(field) for field in section.fields)) for section in sheet.sections
    )
    shown = replace(sheet, sections=sections)
    waiting = [
        (field, where, remark)
        for field in shown.fields()
        for where, remark in field.placed
        if remark.answered_in_round is None
    ]
    return OwnSheet(shown, tuple(waiting))


def _sent(remarks: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(remark for remark in remarks if remark.sent_at is not None)


def _sent_only(field: SheetField) -> SheetField:
    items = tuple(item.filtered(_sent) for item in field.items)
    return replace(field, items=items, remarks=_sent(field.remarks))
