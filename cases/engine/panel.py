"""Who judges: a panel drawn by lot, so that anybody can repeat the draw from what was recorded. Pure.

Everyone in the pool gets a rank from the seed and their own id alone. Whoever is added to the pool or leaves it changes
nobody else's rank, and a replacement is simply the next in rank who keeps the mix.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


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
    """How many sit, how many of them at least have each speciality, how many at most come from one employer."""

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
    """Return the panel: who is `kept` first, then the others in the order in which they were drawn.

    The scarcest speciality is seated first, so that nobody takes a seat that only another can fill. Raises PanelShort
    if the pool cannot fill the seats. The recused and the excluded are left out of `pool` by the caller.
    """
    ordered = sorted({one.id: one for one in pool}.values(), key=lambda one: rank(seed, one.id))
    panel = _Panel(rule, list(kept))
    eligible = [one for one in ordered if one.id not in panel.ids]
    for speciality in _scarcest_first(rule, eligible):
        panel.seat(eligible, rule.specialities[speciality], speciality)
    panel.seat(eligible, rule.size)
    return panel.members


def _scarcest_first(rule: PanelRule, eligible: Collection[Candidate]) -> list[str]:
    def spare(speciality: str) -> tuple[int, str]:
        found = sum(speciality in one.specialities for one in eligible)
        return found - rule.specialities[speciality], speciality

    return sorted(rule.specialities, key=spare)


class _Panel:
    """The seats as they are being filled."""

    def __init__(self, rule: PanelRule, members: list[Candidate]) -> None:
        self.rule, self.members = rule, members

    @property
    def ids(self) -> set[int]:
        return {one.id for one in self.members}

    def seat(self, eligible: Sequence[Candidate], wanted: int, speciality: str = "") -> None:
        """Seat the next in rank until `wanted` members have the speciality, or sit at all."""
        for one in eligible:
            if self._count(speciality) >= wanted or len(self.members) >= self.rule.size:
                break
            if self._may_sit(one, speciality):
                self.members.append(one)
        if (found := self._count(speciality)) < wanted:
            raise PanelShort(speciality, wanted, found)

    def _count(self, speciality: str) -> int:
        return sum(not speciality or speciality in one.specialities for one in self.members)

    def _may_sit(self, one: Candidate, speciality: str) -> bool:
        colleagues = sum(bool(one.employer) and other.employer == one.employer for other in self.members)
        has_it = not speciality or speciality in one.specialities
        return has_it and one.id not in self.ids and colleagues < self.rule.per_employer
