"""Giving and ending seats. The caller holds the lock of the case; every change comes with an event."""

from decimal import Decimal

from django.utils import timezone

from cases.errors import NotDeclared, SeatClosed
from cases.models import Case, CaseAccess, CaseTask
from cases.selectors.bodies import has_declared, live_seats, seat_source
from cms.accounts.models import User

SEAT = CaseTask.Kind.SEAT


def give_seat(
    case: Case, person: User, *, role: str, speciality: str = "", weight: Decimal = Decimal(1), opens: bool = True
) -> CaseTask:
    """Give a seat in the body that decides now; `opens` lets its holder read the case at once."""
    seat = CaseTask.objects.create(
        case=case,
        kind=SEAT,
        state=case.state,
        entered_seq=case.entered_seq,
        assignee=person,
        role=role,
        speciality=speciality,
        weight=weight,
    )
    if opens:
        open_file(seat)
    return seat


def open_file(seat: CaseTask) -> None:
    """Let the holder read the case for as long as the seat lasts."""
    CaseAccess.objects.get_or_create(
        user_id=seat.assignee_id, case_id=seat.case_id, capability="view", source=seat_source(seat)
    )


def drop_seat(seat: CaseTask, *, recused: bool = False) -> None:
    """End a seat on which nothing was decided, and what its holder could read by it."""
    now = timezone.now()
    seat.status, seat.done_at = CaseTask.Status.DROPPED, now
    seat.recused_at = now if recused else None
    seat.save(update_fields=["status", "done_at", "recused_at"])
    CaseAccess.objects.filter(case_id=seat.case_id, source=seat_source(seat)).update(valid_until=now)


def end_seats(case: Case) -> None:
    """End what the holders of all seats could read by them, when the case has left the state."""
    CaseAccess.objects.filter(case=case, source__startswith="seat:", valid_until=None).update(
        valid_until=timezone.now()
    )


def open_seat(case: Case, seat_id: int, holder: User | None) -> CaseTask:
    """Return the seat that `holder` may decide on now. Raises SeatClosed."""
    seat = live_seats(case).filter(pk=seat_id, assignee=holder, status=CaseTask.Status.OPEN).first()
    if seat is None:
        raise SeatClosed
    return seat


def declared_seat(case: Case, seat_id: int, holder: User | None) -> CaseTask:
    """Return the open seat of somebody who has declared to be free of conflicts. Raises SeatClosed, NotDeclared."""
    seat = open_seat(case, seat_id, holder)
    if not has_declared(seat):
        raise NotDeclared
    return seat
