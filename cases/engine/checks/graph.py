"""The graph of states: everything can be reached, nothing is stuck, and an opening opens."""

from collections.abc import Iterator

from cases.engine.definition import Definition
from cases.engine.shape import Fault


def graph_faults(definition: Definition) -> Iterator[Fault]:
    """Yield states that no way leads to or from, states from which no end can be reached, and wrong openings."""
    reached = _reachable(definition)
    ending = _ending(definition)
    for index, state in enumerate(definition.states):
        if state.key not in reached:
            yield Fault("unreachable_state", ("states", index), {"state": state.key})
        targets = {one for item in definition.leaving(state.key) for one in definition.leads_to(item, state.key)}
        if state.kind != "final" and not targets - {state.key}:
            yield Fault("dead_end", ("states", index), {"state": state.key})
        elif state.kind != "final" and state.key not in ending:
            yield Fault("never_ends", ("states", index), {"state": state.key})
    yield from _opening(definition)


def _steps(definition: Definition) -> Iterator[tuple[str, str]]:
    for transition in definition.transitions:
        for source in transition.sources:
            yield from ((source, target) for target in definition.leads_to(transition, source))


def _closure(begin: set[str], steps: set[tuple[str, str]]) -> set[str]:
    """Return what can be reached from `begin` by the steps."""
    reached, waiting = set(begin), list(begin)
    while waiting:
        here = waiting.pop()
        for target in {target for source, target in steps if source == here} - reached:
            reached.add(target)
            waiting.append(target)
    return reached


def _reachable(definition: Definition) -> set[str]:
    return _closure({one.key for one in definition.states if one.kind == "start"}, set(_steps(definition)))


def _ending(definition: Definition) -> set[str]:
    """Return the states from which an end can be reached."""
    backwards = {(target, source) for source, target in _steps(definition)}
    return _closure({one.key for one in definition.states if one.kind == "final"}, backwards)


def _opening(definition: Definition) -> Iterator[Fault]:
    start = next((state.key for state in definition.states if state.kind == "start"), "")
    opening = definition.opening
    for name, key in (("first", opening.first), ("again", opening.again), ("office", opening.office)):
        if not key:
            continue
        found = [item for item in definition.transitions if item.key == key]
        if not found:
            yield Fault("unknown_transition", ("opening", name), {"transition": key})
        elif name == "first" and not any(start in item.sources for item in found):
            yield Fault("opening_not_from_start", ("opening", name), {"transition": key})
