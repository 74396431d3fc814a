"""会签 and 或签: a seat says yes, no or abstains, once."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import Signing
from cases.engine.scoring import VOTES
from cases.errors import SeatClosed, SheetInvalid
from cases.models import Case, CaseTask
from cases.selectors.bodies import body_here
from cases.services.act import act
from cases.services.body_settle import settle
from cases.services.seat_score import SEAL
from cases.services.seats import open_seat
from cases.services.step import PerformResult, Turn
from cms.accounts.facade import acting_roles
from cms.accounts.models import User


def seat_vote(
    *, seat_id: int, case_id: int, actor: User, vote: str, comment: str, idempotency_key: str
) -> PerformResult:
    """Cast the vote of a seat; when no other vote can turn the decision any more, the case moves.

    Raises CaseNotFound, SeatClosed and SheetInvalid.
    """

    def cast(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        seat = open_seat(turn.case, seat_id, actor)
        if not isinstance(_kind(turn.case), Signing):
            raise SeatClosed
        if faults := _faults(vote, comment):
            raise SheetInvalid(faults)
        seat.sheet, seat.sealed_at, seat.done_at = {"vote": vote}, timezone.now(), timezone.now()
        seat.status = CaseTask.Status.DONE
        seat.save(update_fields=["sheet", "sealed_at", "done_at", "status"])
        return _organisation_id(actor, seat), {"seat": seat.pk, "vote": vote, "role": seat.role}

    return act(
        case_id=case_id,
        name=SEAL,
        actor=actor,
        idempotency_key=idempotency_key,
        change=cast,
        comment=comment,
        internal=True,
        then=settle,
    )


def _kind(case: Case) -> object:
    body = body_here(case)
    return body.kind if body else None


def _faults(vote: str, comment: str) -> dict[str, str]:
    if vote not in VOTES:
        return {"vote": _("Choose yes, no or abstain.")}
    if vote == "no" and not comment.strip():
        return {"comment": _("Whoever votes no says why.")}
    return {}


def _organisation_id(actor: User, seat: CaseTask) -> int | None:
    held = {role.role: role.organisation_id for role in acting_roles(actor)}
    return held.get(seat.role) or next(iter(held.values()), None)
