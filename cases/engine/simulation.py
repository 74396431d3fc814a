"""Running a case type on paper: ways through it that together take every step, and what past cases would meet.

A place is a state together with the state from which the case came there: a step to ORIGIN leads on from a place.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cases.engine.definition import ORIGIN, Definition, Transition, UnknownTransition, transition_for
from cases.engine.migration import Taken

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a way: out of which state, by which transition, into which."""

    source: str
    transition: Transition
    target: str

    @property
    def step(self) -> tuple[str, str, str]:
        """Return what tells this step from all others."""
        return self.source, self.transition.key, self.target


Route = tuple[Leg, ...]


def _leaving(definition: Definition, place: Place) -> Iterator[tuple[Leg, Place]]:
    state, origin = place
    for transition in definition.leaving(state):
        for target in dict.fromkeys(origin if one == ORIGIN else one for one in transition.targets):
            yield Leg(state, transition, target), (target, origin if target == state else state)


def _outward(definition: Definition) -> dict[Place, Route]:
    """Return the shortest way from the start to each place that can be reached."""
    start = definition.initial.key
    ways: dict[Place, Route] = {(start, start): ()}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        for leg, there in _leaving(definition, here):
            if there not in ways:
                ways[there] = (*ways[here], leg)
                waiting.append(there)
    return ways


def _homeward(definition: Definition, places: Iterable[Place]) -> dict[Place, Route]:
    """Return the shortest way from each place to an end, where there is one."""
    into: dict[Place, list[tuple[Place, Leg]]] = {}
    for place in places:
        for leg, there in _leaving(definition, place):
            into.setdefault(there, []).append((place, leg))
    ways: dict[Place, Route] = {place: () for place in places if definition.state(place[0]).kind == "final"}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        for before, leg in into.get(here, ()):
            if before not in ways:
                ways[before] = (leg, *ways[here])
                waiting.append(before)
    return ways


def routes(definition: Definition) -> list[Route]:
    """Return ways from the start to an end that together take every step from which an end can be reached.

    The shortest way comes first; each further one takes a step that none before it takes.
    """
    outward = _outward(definition)
    homeward = _homeward(definition, outward)
    start = (definition.initial.key, definition.initial.key)
    found = [homeward[start]] if homeward.get(start) else []
    taken = {leg.step for route in found for leg in route}
    for place, way in outward.items():
        for leg, there in _leaving(definition, place):
            if leg.step not in taken and there in homeward:
                route = (*way, leg, *homeward[there])
                found.append(route)
                taken |= {one.step for one in route}
    return found


def never_taken(definition: Definition) -> list[Leg]:
    """Return the steps that no case can ever take on a way to an end."""
    taken = {leg.step for route in routes(definition) for leg in route}
    legs = [leg for state in definition.states for leg in _legs_of(definition, state.key)]
    return [leg for leg in legs if leg.step not in taken]


def _legs_of(definition: Definition, state: str) -> Iterator[Leg]:
    for transition in definition.leaving(state):
        yield from (Leg(state, transition, one) for one in transition.targets if one != ORIGIN)


def first_stranger(definition: Definition, history: Iterable[Taken]) -> Taken | None:
    """Return the first step of a past case that could not be taken under `definition`; None if all could."""
    for step in history:
        try:
            transition = transition_for(definition, step.source, step.key)
        except UnknownTransition:
            return step
        if ORIGIN not in transition.targets and step.target not in transition.targets:
            return step
    return None


def strangers(
    definition: Definition, histories: Mapping[str, Iterable[Taken]]
) -> tuple[list[str], list[tuple[str, Taken]]]:
    """Return which past cases would run as they did, and of each other one the first step that is strange."""
    fits, strange = [], []
    for number, history in histories.items():
        stranger = first_stranger(definition, history)
        if stranger is None:
            fits.append(number)
        else:
            strange.append((number, stranger))
    return fits, strange
