"""May a running case move to another version of its procedure: judged case by case, from what it has been through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.engine.definition import ORIGIN, Definition, Transition, UnknownTransition, transition_for

# The state map: where a case stands in the version that it leaves → where it will stand.
StateMap = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that a case has taken: out of which state, by which transition, into which."""

    source: str
    key: str
    target: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a case: the state in which it will stand, or why it stays, as a code with its params."""

    target: str = ""
    code: str = ""
    param: str = ""

    @property
    def moves(self) -> bool:
        """Say whether the case may move."""
        return not self.code


def same_states(old: Definition, new: Definition) -> dict[str, str]:
    """Return the map of the states that both versions have."""
    known = {state.key for state in new.states}
    return {state.key: state.key for state in old.states if state.key in known}


def map_faults(old: Definition, new: Definition, states: StateMap) -> list[tuple[str, str]]:
    """Return what is wrong with a map as (code, state): an unknown state, or an ended case that would run again."""
    faults = []
    for source, target in states.items():
        if target not in {state.key for state in new.states}:
            faults.append(("unknown_target", target))
        elif (old.state(source).kind == "final") != (new.state(target).kind == "final"):
            faults.append(("end_and_no_end", source))
    return faults


def outcome(old: Definition, new: Definition, states: StateMap, state: str, taken: Iterable[Taken]) -> Outcome:
    """Return what becomes of a case that stands in `state` and has taken these steps.

    It stays where its state has no place in the new version, where a body is deciding by other rules there, and where
    a step that it has completed means something else now: what was decided must not change its meaning afterwards.
    """
    target = states.get(state, "")
    if not target:
        return Outcome(code="no_place", param=old.state(state).title)
    if old.state(state).decides != new.state(target).decides:
        return Outcome(code="other_body", param=old.state(state).title)
    for step in dict.fromkeys(taken):
        if not _means_the_same(old, new, states, step):
            return Outcome(code="other_meaning", param=_title(old, step))
    return Outcome(target)


def _title(old: Definition, step: Taken) -> str:
    try:
        return transition_for(old, step.source, step.key).title
    except UnknownTransition:
        return step.key


def _means_the_same(old: Definition, new: Definition, states: StateMap, step: Taken) -> bool:
    try:
        before = transition_for(old, step.source, step.key)
    except UnknownTransition:
        # Of a version before the old one: the case was moved once already, and was judged then.
        return True
    try:
        after = transition_for(new, states.get(step.source, ""), step.key)
    except UnknownTransition:
        return False
    leads = {states.get(one, one) for one in before.targets if one != ORIGIN}
    return leads <= set(after.targets) and _terms(before) == _terms(after)


def _terms(transition: Transition) -> tuple[object, ...]:
    """Return what gives a step its meaning: who may take it, on what conditions, and what it sets going."""
    one = transition
    return one.actor, one.guards, one.requires, one.effects, one.letter
