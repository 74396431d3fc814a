"""Draw the experts of a panel by lot, and put on record everything that repeats the draw."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.definition import Panel
from cases.engine.panel import Candidate, PanelRule, PanelShort, seats
from cases.errors import BodyRefused, NotPermitted, PoolTooSmall, TransitionNotAllowed
from cases.models import Case, CaseEvent, CaseTask, Expert, Speciality
from cases.policies import arranges_as
from cases.selectors.bodies import body_here, live_seats, pool_of, sitting_experts
from cases.services.act import act
from cases.services.seat_notice import tell_of_seat
from cases.services.seats import give_seat
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User

EXPERT = "expert"
DRAW = "$draw"


def panel_draw(*, case_id: int, actor: User | None, idempotency_key: str) -> PerformResult:
    """Fill the empty seats of the panel: all of them at first, later those that were left.

    A second draw in the same state goes on with its first seed: who comes next was settled then.
    Raises CaseNotFound, NotPermitted, TransitionNotAllowed, BodyRefused and PoolTooSmall.
    """
    return act(case_id=case_id, name=DRAW, actor=actor, idempotency_key=idempotency_key, change=_draw)


def candidate_of(expert: Expert) -> Candidate:
    """Return an expert as the lot sees them."""
    return Candidate(expert.pk, frozenset(one.key for one in expert.specialities.all()), expert.works_for)


def rule_facts(rule: PanelRule) -> dict[str, Any]:
    """Return a rule as the record keeps it."""
    return {"size": rule.size, "specialities": dict(rule.specialities), "per_employer": rule.per_employer}


def _draw(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
    case = turn.case
    acting_for_id = _permitted(turn)
    body = body_here(case)
    if body is None or not isinstance(body.kind, Panel):
        raise TransitionNotAllowed
    rule, live = body.kind.rule, list(live_seats(case))
    if len(live) >= rule.size:
        raise BodyRefused(_("Every seat of the panel is taken."))
    experts, excluded = pool_of(case)
    kept = sitting_experts(live)
    pool = [*kept, *(one for one in experts if one not in kept and one.pk not in excluded)]
    seed = _seed(case)
    placed = _lot(pool, kept, rule, seed)
    _seat(turn, {one.pk: one for one in pool}, placed, live)
    facts = {
        "seed": seed,
        "rule": rule_facts(rule),
        "kept": [one.pk for one in kept],
        "pool": [_entry(one) for one in pool],
        "excluded": [{**_entry(one), "reason": excluded[one.pk]} for one in experts if one not in pool],
        "members": [{"id": one.id, "speciality": speciality} for one, speciality in placed],
    }
    return acting_for_id, {"draw": facts}


def _permitted(turn: Turn) -> int | None:
    if turn.actor is None:
        return None
    role = arranges_as(turn.case, turn.actor)
    if role is None:
        raise NotPermitted
    return role.organisation_id


def _lot(pool: list[Expert], kept: list[Expert], rule: PanelRule, seed: str) -> list[tuple[Candidate, str]]:
    try:
        return seats([candidate_of(one) for one in pool], rule, seed, kept=[candidate_of(one) for one in kept])
    except PanelShort as short:
        raise PoolTooSmall(_words(short)) from short


def _words(short: PanelShort) -> str:
    if not short.speciality:
        return _("The panel needs %(needed)d experts who may sit together; the pool has %(found)d.") % {
            "needed": short.needed,
            "found": short.found,
        }
    title = Speciality.objects.filter(key=short.speciality).values_list("title", flat=True).first()
    return _("The panel needs %(needed)d experts of “%(speciality)s”; the pool has %(found)d who may be drawn.") % {
        "speciality": title or short.speciality,
        "needed": short.needed,
        "found": short.found,
    }


def _seed(case: Case) -> str:
    """Return the seed of the first draw since the case came into its state, or a new one that nobody chose."""
    earlier = CaseEvent.objects.filter(case=case, transition=DRAW, seq__gt=case.entered_seq).order_by("seq").first()
    return str(earlier.payload["facts"]["draw"]["seed"]) if earlier else secrets.token_hex(16)


def _seat(turn: Turn, experts: Mapping[int, Expert], placed: list[tuple[Candidate, str]], live: list[CaseTask]) -> None:
    held = {seat.assignee_id: seat for seat in live}
    for one, speciality in placed:
        person = experts[one.id].user
        seat = held.get(person.pk)
        if seat is None:
            give_seat(turn.case, person, role=EXPERT, speciality=speciality, opens=False)
            tell_of_seat(turn.case, person, seq=turn.case.revision + 1)
        elif seat.speciality != speciality:
            seat.speciality = speciality
            seat.save(update_fields=["speciality"])


def _entry(expert: Expert) -> dict[str, Any]:
    return {
        "id": expert.pk,
        "name": str(expert),
        "specialities": sorted(one.key for one in expert.specialities.all()),
        "employer": expert.works_for,
    }
