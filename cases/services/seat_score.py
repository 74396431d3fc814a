"""An expert's score sheet: kept as a draft that nobody else reads, then sealed for good."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import Panel
from cases.errors import SeatClosed, SheetInvalid
from cases.models import Case, CaseTask
from cases.selectors.bodies import body_here
from cases.selectors.score_sheets import cleaned, commitment, sheet_faults
from cases.services.act import act
from cases.services.body_settle import settle
from cases.services.seat_declare import employer_id
from cases.services.seats import declared_seat
from cases.services.step import MAX_COMMENT, PerformResult, Turn
from cms.accounts.models import User

SEAL = "$seal"


def seat_draft(*, seat_id: int, actor: User, scores: Mapping[str, Any], comment: str) -> CaseTask:
    """Keep what was typed, whole or not. It is nobody's business yet, so no event tells of it. Raises SeatClosed."""
    with transaction.atomic():
        seat = CaseTask.objects.select_for_update(of=("self",)).filter(pk=seat_id, assignee=actor).first()
        if seat is None:
            raise SeatClosed
        seat = declared_seat(seat.case, seat_id, actor)
        panel = _panel(seat.case)
        seat.sheet = {"scores": cleaned(panel, scores), "comment": comment.strip()[:MAX_COMMENT]}
        seat.save(update_fields=["sheet"])
    return seat


def seat_score(
    *, seat_id: int, case_id: int, actor: User, scores: Mapping[str, Any], comment: str, idempotency_key: str
) -> PerformResult:
    """Seal the sheet: the record gets its commitment, the last sheet of the panel moves the case.

    Raises CaseNotFound, SeatClosed, NotDeclared and SheetInvalid.
    """

    def seal(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        seat = declared_seat(turn.case, seat_id, actor)
        panel = _panel(turn.case)
        sheet = {"scores": cleaned(panel, scores), "comment": comment.strip(), "salt": secrets.token_hex(16)}
        if faults := _faults(panel, sheet):
            raise SheetInvalid(faults)
        seat.sheet, seat.sealed_at, seat.done_at = sheet, timezone.now(), timezone.now()
        seat.status = CaseTask.Status.DONE
        seat.save(update_fields=["sheet", "sealed_at", "done_at", "status"])
        return employer_id(actor), {"seat": seat.pk, "commitment": commitment(sheet)}

    return act(case_id=case_id, name=SEAL, actor=actor, idempotency_key=idempotency_key, change=seal, then=settle)


def _faults(panel: Panel, sheet: Mapping[str, Any]) -> dict[str, str]:
    faults = sheet_faults(panel, sheet["scores"])
    if len(sheet["comment"]) > MAX_COMMENT:
        faults["comment"] = _("Shorten the opinion to at most %(limit)d characters.") % {"limit": MAX_COMMENT}
    return faults


def _panel(case: Case) -> Panel:
    body = body_here(case)
    if body is None or not isinstance(body.kind, Panel):
        raise SeatClosed
    return body.kind
