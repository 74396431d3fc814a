"""An expert's reviews: which cases wait for them, and what of a case they may read at which moment."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from cases.engine.definition import Panel
from cases.models import Case, CaseAccess, CaseTask
from cases.selectors.bodies import has_declared, seat_source
from cases.selectors.definitions import definition_of
from cases.selectors.papers import attached
from cases.selectors.timeline import TimelineEntry, timeline
from cms.accounts.models import User
from forms_app.facade import Sheet, submission_sheet

EXPERT = "expert"
LISTED = 200
WAITS, OPEN, SEALED, ENDED = "declare", "open", "sealed", "ended"


@dataclass(frozen=True, slots=True)
class Review:
    """A seat in an expert's list. `stage`: declare (the file is shut), open, sealed, ended."""

    seat: CaseTask
    case: Case
    state: str
    stage: str


def seats_of_expert(user: User) -> QuerySet[CaseTask]:
    """Return the seats that a person was ever drawn for, the newest first."""
    return (
        CaseTask.objects.filter(assignee=user, kind=CaseTask.Kind.SEAT, role=EXPERT)
        .select_related("case__version__case_type", "case__applicant", "case__provider")
        .defer("case__version__definition")
        .order_by("-opened_at", "-pk")
    )


def reviews_of(user: User, *, waiting: bool) -> list[Review]:
    """Return the reviews that wait for a person, or those that are over."""
    is_open = Q(status=CaseTask.Status.OPEN)
    seats = list(seats_of_expert(user).filter(is_open if waiting else ~is_open)[:LISTED])
    opened = set(
        CaseAccess.objects.filter(user=user, source__in=[seat_source(seat) for seat in seats]).values_list(
            "source", flat=True
        )
    )
    return [_review(seat, declared=seat_source(seat) in opened) for seat in seats]


def waiting_reviews(user_id: int) -> int:
    """Return how many reviews wait for a person."""
    return CaseTask.objects.filter(
        assignee_id=user_id, kind=CaseTask.Kind.SEAT, role=EXPERT, status=CaseTask.Status.OPEN
    ).count()


def review_of(user: User, number: str) -> Review | None:
    """Return the newest seat of a person in a case; None if they were never drawn for it."""
    seat = seats_of_expert(user).filter(case__number=number).first()
    return _review(seat, declared=has_declared(seat)) if seat else None


def _review(seat: CaseTask, *, declared: bool) -> Review:
    state = definition_of(seat.case.version).state(seat.state)
    return Review(seat, seat.case, state.title, _stage(seat, declared))


def _stage(seat: CaseTask, declared: bool) -> str:
    if seat.status == CaseTask.Status.DROPPED or (seat.sealed_at is None and seat.status != CaseTask.Status.OPEN):
        return ENDED
    if seat.sealed_at is not None:
        return SEALED
    return OPEN if declared else WAITS


def panel_of(review: Review) -> Panel:
    """Return the rule under which a review scores."""
    body = definition_of(review.case.version).state(review.seat.state).decides
    if body is None or not isinstance(body.kind, Panel):
        raise LookupError(review.seat.state)
    return body.kind


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What an expert reads of a case once the file is open: the answers without what is hidden from experts."""

    sheet: Sheet | None
    history: tuple[TimelineEntry, ...]


def readable_case(user: User, review: Review) -> Case | None:
    """Return the case if its file is open to the expert now, by the one rule of who sees a case."""
    return Case.objects.visible_to(user).filter(pk=review.case.pk).first() if review.stage in (OPEN, SEALED) else None


def review_file(case: Case, seat: CaseTask) -> ReviewFile:
    """Return what the holder of a seat reads of a case that is open to them."""
    sheet = None
    if case.submission_id is not None:
        whole = submission_sheet(case.submission_id)
        hidden = _hidden(case, seat)
        sections = tuple(
            replace(section, fields=tuple(replace(field, remarks=()) for field in section.fields))
            for section in whole.sections
            if section.key not in hidden
        )
        sheet = replace(whole, sections=sections)
    return ReviewFile(sheet, tuple(timeline(case, "applicant"))[::-1])


def review_attachment(case: Case, seat: CaseTask, attachment_id: uuid.UUID) -> Any | None:
    """Return a file of the sections that experts see; None if it is not among them."""
    sheet = review_file(case, seat).sheet
    shown = {item.id for field in sheet.fields() for item in field.items if field.has_files} if sheet else set()
    return attached(case, attachment_id) if str(attachment_id) in shown else None


def _hidden(case: Case, seat: CaseTask) -> tuple[str, ...]:
    return definition_of(case.version).state(seat.state).hidden.get(EXPERT, ())
