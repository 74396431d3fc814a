"""加签 and 减签: one more seat, one less, with a reason and never below what has been decided."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.definition import Body, Panel, Signing
from cases.errors import BodyRefused, NotPermitted, PersonUnfit, PoolTooSmall, RequirementMissing, TransitionNotAllowed
from cases.models import Case, CaseEvent, CaseTask
from cases.policies import arranges_as
from cases.selectors.bodies import body_here, live_seats, may_be_added
from cases.services.act import act
from cases.services.body_settle import settle
from cases.services.panel_draw import panel_draw
from cases.services.seat_notice import tell_of_seat
from cases.services.seats import drop_seat, give_seat
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User


def seat_add(*, case_id: int, person_id: int, reason: str, actor: User, idempotency_key: str) -> PerformResult:
    """Give somebody else a vote in the body that signs. Raises NotPermitted, PersonUnfit, RequirementMissing."""

    def add(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        organisation_id, body = _arranged(turn, reason)
        if not isinstance(body.kind, Signing):
            raise TransitionNotAllowed
        person = may_be_added(turn.case).filter(pk=person_id).first()
        if person is None:
            raise PersonUnfit
        seat = give_seat(turn.case, person, role="")
        tell_of_seat(turn.case, person, seq=turn.case.revision + 1, at_desk=True)
        return organisation_id, {"seat": seat.pk, "to_name": person.get_full_name()}

    return act(
        case_id=case_id,
        name="$add_seat",
        actor=actor,
        idempotency_key=idempotency_key,
        change=add,
        comment=reason,
        internal=True,
    )


def seat_drop(*, case_id: int, seat_id: int, reason: str, actor: User, idempotency_key: str) -> PerformResult:
    """Take an open seat away: of a body that signs for good, of a panel for the next in rank to be drawn.

    Raises NotPermitted, BodyRefused and RequirementMissing.
    """

    def drop(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        organisation_id, body = _arranged(turn, reason)
        seats = list(live_seats(turn.case))
        seat = next((one for one in seats if one.pk == seat_id), None)
        if seat is None or seat.status != CaseTask.Status.OPEN:
            raise BodyRefused(_("This seat has decided already, or has ended. It stays."))
        if len(seats) == 1 and not isinstance(body.kind, Panel):
            raise BodyRefused(_("This is the last seat. Without it nobody would decide."))
        drop_seat(seat)
        return organisation_id, {"seat": seat.pk, "to_name": seat.assignee.get_full_name()}

    return act(
        case_id=case_id,
        name="$drop_seat",
        actor=actor,
        idempotency_key=idempotency_key,
        change=drop,
        comment=reason,
        internal=True,
        then=_after_drop,
    )


def _arranged(turn: Turn, reason: str) -> tuple[int, Body]:
    role = arranges_as(turn.case, turn.actor) if turn.actor else None
    if role is None:
        raise NotPermitted
    if not reason.strip():
        raise RequirementMissing("reason", _("Say why: a change of the seats must be explained."))
    body = body_here(turn.case)
    if body is None:
        raise TransitionNotAllowed
    return role.organisation_id, body


def _after_drop(case: Case, event: CaseEvent) -> None:
    """Draw the next in rank, or let those who have voted decide, if they do now."""
    body = body_here(case)
    if body is not None and isinstance(body.kind, Panel):
        with suppress(PoolTooSmall):
            panel_draw(case_id=case.pk, actor=None, idempotency_key=f"draw:{event.seq}")
        return
    settle(case, event)
