"""An expert says, before the file opens, whether there is a conflict of interest."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import PoolTooSmall, RequirementMissing, SeatClosed
from cases.models import Case, CaseEvent, CaseTask, Expert
from cases.services.act import act
from cases.services.panel_draw import EXPERT, panel_draw
from cases.services.seats import drop_seat, open_file, open_seat
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User


def seat_declare(*, seat_id: int, actor: User, idempotency_key: str) -> PerformResult:
    """Declare to be free of conflicts; the file opens. Raises SeatClosed."""

    def declare(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        seat = open_seat(turn.case, seat_id, actor)
        return employer_id(actor), {"seat": seat.pk}

    with transaction.atomic():
        seat = _locked_seat(seat_id, actor)
        open_file(seat)
        return act(case_id=seat.case_id, name="$declare", actor=actor, idempotency_key=idempotency_key, change=declare)


def seat_recuse(*, seat_id: int, actor: User, reason: str, idempotency_key: str) -> PerformResult:
    """Leave the panel for a reason, before the file opens or until the sheet is sealed; the next in rank is drawn.

    When nobody is left who keeps the mix, the seat stays empty until the office has somebody to draw.
    Raises SeatClosed and RequirementMissing.
    """
    if not reason.strip():
        raise RequirementMissing("reason", _("Say what the conflict of interest is."))

    def leave(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        drop_seat(open_seat(turn.case, seat_id, actor), recused=True)
        return employer_id(actor), {"seat": seat_id}

    with transaction.atomic():
        seat = _locked_seat(seat_id, actor)
        # Whoever acts on a case sees it; what the step itself ends again was never open to anybody else.
        open_file(seat)
        return act(
            case_id=seat.case_id,
            name="$recuse",
            actor=actor,
            idempotency_key=idempotency_key,
            change=leave,
            comment=reason,
            internal=True,
            then=_replace,
        )


def employer_id(actor: User | None) -> int | None:
    """Return the organisation for which an expert speaks: their employer, if it is registered."""
    return Expert.objects.filter(user=actor).values_list("employer_id", flat=True).first()


def _replace(case: Case, event: CaseEvent) -> None:
    with suppress(PoolTooSmall):
        panel_draw(case_id=case.pk, actor=None, idempotency_key=f"draw:{event.seq}")


def _locked_seat(seat_id: int, actor: User) -> CaseTask:
    """Lock the case of a seat for its holder, who does not see the case yet; the seat itself is checked again later."""
    seat = CaseTask.objects.filter(pk=seat_id, assignee=actor, role=EXPERT).first()
    if seat is None:
        raise SeatClosed
    Case.objects.select_for_update(of=("self",)).get(pk=seat.case_id)
    return seat
