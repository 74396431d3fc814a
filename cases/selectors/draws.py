"""The draws of a case as they are on record, each drawn again from that record alone."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.engine.panel import Candidate, PanelRule, PanelShort, rank, seats
from cases.models import Case, CaseEvent, Speciality


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody of the pool: their place in the lot, and whether they sit and for what."""

    name: str
    employer: str
    specialities: str
    place: int
    rank: str
    seated: bool
    seat: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw: what was recorded, and whether drawing again gives the same people on the same seats."""

    seq: int
    at: datetime.datetime
    seed: str
    size: int
    rule: str
    pool: tuple[Drawn, ...]
    excluded: tuple[Mapping[str, Any], ...]
    identical: bool

    @property
    def members(self) -> tuple[Drawn, ...]:
        """Return who was drawn or kept."""
        return tuple(one for one in self.pool if one.seated)


def draw_events(case: Case) -> Iterable[CaseEvent]:
    """Return the draws of a case, the newest first."""
    return CaseEvent.objects.filter(case=case, transition="$draw").order_by("-seq")


def draws_of(case: Case) -> list[Draw]:
    """Return the draws of a case that its reader has found through `visible_to`, each repeated."""
    titles = dict(Speciality.objects.values_list("key", "title"))
    return [_draw(event, titles) for event in draw_events(case)]


def _draw(event: CaseEvent, titles: Mapping[str, str]) -> Draw:
    facts = event.payload["facts"]["draw"]
    members = {one["id"]: one["speciality"] for one in facts["members"]}
    pool = sorted(facts["pool"], key=lambda one: rank(facts["seed"], one["id"]))
    return Draw(
        seq=event.seq,
        at=event.occurred_at,
        seed=facts["seed"],
        size=facts["rule"]["size"],
        rule="、".join(f"{titles.get(key, key)} {count}" for key, count in facts["rule"]["specialities"].items()),
        pool=tuple(
            Drawn(
                name=one["name"],
                employer=one["employer"],
                specialities="、".join(titles.get(key, key) for key in one["specialities"]),
                place=place,
                rank=rank(facts["seed"], one["id"])[:12],
                seated=one["id"] in members,
                seat=titles.get(members.get(one["id"], ""), ""),
                kept=one["id"] in facts["kept"],
            )
            for place, one in enumerate(pool, start=1)
        ),
        excluded=tuple(facts["excluded"]),
        identical=_again(facts) == [(one["id"], one["speciality"]) for one in facts["members"]],
    )


def _again(facts: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Draw from the record alone; nothing if it cannot be drawn at all."""
    candidates = {
        one["id"]: Candidate(one["id"], frozenset(one["specialities"]), one["employer"]) for one in facts["pool"]
    }
    rule = PanelRule(**facts["rule"])
    kept = [candidates[one] for one in facts["kept"] if one in candidates]
    try:
        placed = seats(candidates.values(), rule, facts["seed"], kept=kept)
    except PanelShort:
        return []
    return [(one.id, speciality) for one, speciality in placed]
