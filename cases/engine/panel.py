"""Who judges: a panel drawn by lot, so that anybody can repeat the draw from what was recorded. Pure.

Everyone in the pool gets a rank from the seed and their own id alone. Whoever is added to the pool or leaves it changes
nobody else's rank. Of all panels that keep the rule, the one is drawn whose first member is the earliest in rank, then
whose second is, and so on: a pool that can be filled in any way at all is filled, and a replacement is the next in rank
who keeps the mix.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.engine.flow import Flow, Node

ANY = ""
START: Node = ("start", "")
END: Node = ("end", "")


class PanelShort(LookupError):
    """The pool has too few who may sit: `speciality` "" means too few altogether."""

    def __init__(self, speciality: str, needed: int, found: int) -> None:
        super().__init__(speciality, needed, found)
        self.speciality, self.needed, self.found = speciality, needed, found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the pool. `employer` is where conflicts of interest come from; "" is unknown."""

    id: int
    specialities: frozenset[str]
    employer: str = ""


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How many sit, how many seats are kept for each speciality, how many members at most come from one employer."""

    size: int
    specialities: Mapping[str, int] = field(default_factory=dict)
    per_employer: int = 1


def rule_faults(rule: PanelRule, *, least: int = 5) -> list[str]:
    """Return what is wrong with a rule: "too_small", "even", "more_specialities_than_seats", "no_employer_limit"."""
    faults = ["too_small"] if rule.size < least else []
    faults += ["even"] if rule.size % 2 == 0 else []
    faults += ["more_specialities_than_seats"] if sum(rule.specialities.values()) > rule.size else []
    return faults + (["no_employer_limit"] if rule.per_employer < 1 else [])


def rank(seed: str, candidate_id: int) -> str:
    """Return the place of a candidate in the lot: the smaller, the earlier."""
    return hashlib.sha256(f"{seed}:{candidate_id}".encode()).hexdigest()


def draw(pool: Iterable[Candidate], rule: PanelRule, seed: str, *, kept: Sequence[Candidate] = ()) -> list[Candidate]:
    """Return the panel: who is `kept` first, then the others in the order in which they were drawn."""
    return [one for one, _speciality in seats(pool, rule, seed, kept=kept)]


def seats(
    pool: Iterable[Candidate], rule: PanelRule, seed: str, *, kept: Sequence[Candidate] = ()
) -> list[tuple[Candidate, str]]:
    """Return the panel with the speciality for which each sits, "" for a seat that asks for none.

    Raises PanelShort if no panel from this pool keeps the rule. The recused and the excluded are left out of `pool` by
    the caller; who is `kept` stays, though perhaps for another speciality.
    """
    ids = {one.id for one in kept}
    others = {one.id: one for one in pool if one.id not in ids}.values()
    ordered = [*kept, *sorted(others, key=lambda one: rank(seed, one.id))]
    network = _network(ordered, rule)
    sent = network.fill(START, END)
    placed = [(one, place) for one in ordered for _kind, place in network.used(("person", one.id))]
    if sent < rule.size or not ids <= {one.id for one, _place in placed}:
        raise _short(ordered, rule, sent)
    return placed


def _network(ordered: Sequence[Candidate], rule: PanelRule) -> Flow:
    """Return start → employer → person → kind of seat → end; who is earlier in rank outweighs all who are later."""
    network = Flow()
    for employer in dict.fromkeys(one.employer for one in ordered if one.employer):
        network.edge(START, ("employer", employer), rule.per_employer)
    for position, one in enumerate(ordered):
        came_from = ("employer", one.employer) if one.employer else START
        network.edge(came_from, ("person", one.id), 1, -(1 << (len(ordered) - position)))
        for place in (*sorted(one.specialities & rule.specialities.keys()), ANY):
            network.edge(("person", one.id), ("seat", place), 1)
    for place, count in _places(rule).items():
        network.edge(("seat", place), END, count)
    return network


def _places(rule: PanelRule) -> dict[str, int]:
    kept_for = dict(sorted(rule.specialities.items()))
    return {**kept_for, ANY: max(rule.size - sum(kept_for.values()), 0)}


def _short(ordered: Sequence[Candidate], rule: PanelRule, sent: int) -> PanelShort:
    """Say what is missing: a speciality that has too few by itself, or too few who may sit together."""
    for speciality, needed in sorted(rule.specialities.items()):
        have_it = [one for one in ordered if speciality in one.specialities]
        found = _network(have_it, PanelRule(needed, {}, rule.per_employer)).fill(START, END)
        if found < needed:
            return PanelShort(speciality, needed, found)
    return PanelShort(ANY, rule.size, min(sent, rule.size - 1))
