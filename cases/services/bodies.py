"""What becomes of a body when its case moves: seats end with the state that was left, and are given in the new one."""

from contextlib import suppress
from decimal import Decimal

from cases.engine.definition import Panel, Signing
from cases.errors import PoolTooSmall
from cases.models import Case
from cases.services.effects import Step
from cases.services.panel_draw import panel_draw
from cases.services.seat_notice import tell_of_seat
from cases.services.seats import end_seats, give_seat
from cms.accounts import facade as people
from cms.accounts.models import User


def follow_bodies(step: Step) -> None:
    """Convene the body of the state that was entered.

    A pool that is too small stops nobody on the way there: the case page says what is missing, and the office draws
    when the pool has been filled.
    """
    if not step.entered:
        return
    if step.definition.state(step.event.from_state).decides is not None:
        end_seats(step.case)
    body = step.definition.state(step.case.state).decides
    if body is None:
        return
    if isinstance(body.kind, Panel):
        with suppress(PoolTooSmall):
            panel_draw(case_id=step.case.pk, actor=None, idempotency_key=f"draw:{step.event.seq}")
        # The draw was a step of its own.
        step.case.refresh_from_db(fields=["revision", "head_hash", "updated_at"])
    elif isinstance(body.kind, Signing):
        _seat_signers(step, body.kind)


def _seat_signers(step: Step, signing: Signing) -> None:
    """Give everybody who holds one of the roles one seat, of the weightiest of their roles."""
    for person, role in signers(step.case, signing).items():
        give_seat(step.case, person, role=role, weight=weight_of(signing, role))
        tell_of_seat(step.case, person, seq=step.event.seq, at_desk=True)


def signers(case: Case, signing: Signing) -> dict[User, str]:
    """Return who holds which of the roles where the case is."""
    held: dict[User, str] = {}
    for role in sorted(signing.roles, key=lambda role: -weight_of(signing, role)):
        for person in people.members_with_role(region=case.region, role=role):
            held.setdefault(person, role)
    return held


def weight_of(signing: Signing, role: str) -> Decimal:
    """Return what the vote of a role weighs; 1 where nothing else is said."""
    return Decimal(signing.weights.get(role, 1))
