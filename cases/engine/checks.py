"""Does the case type make sense: the checks of meaning before a version is published."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.engine.definition import (
    AUDIENCES,
    PARTIES,
    SCOPES,
    STATE_KINDS,
    STYLES,
    Definition,
    Transition,
    definition_from_json,
)
from cases.engine.shape import Fault, Path, shape_faults
from cases.engine.templates import unknown_placeholders

ParamsCheck = Callable[[Mapping[str, Any]], Iterable[tuple[str, Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a case type may use: what the code has registered and the roles that exist.

    `roles` is None when nobody can say yet (a programme's roles are loaded with it). `checks` look at the parameters of
    effects, by name: each yields what is wrong as the code of a fault with its params.
    """

    requirements: Collection[str]
    effects: Collection[str]
    roles: Collection[str] | None = None
    checks: Mapping[str, ParamsCheck] = field(default_factory=dict)


def _doubles(keys: Iterable[str], part: str) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for index, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > 1:
            yield Fault("duplicate_key", (part, index, "key"), {"key": key})


def _states(definition: Definition) -> Iterator[Fault]:
    yield from _doubles((state.key for state in definition.states), "states")
    starts = [state.key for state in definition.states if state.kind == "start"]
    if len(starts) != 1:
        yield Fault("one_start_state", ("states",), {"count": len(starts)})
    for index, state in enumerate(definition.states):
        if state.kind not in STATE_KINDS:
            yield Fault("unknown_kind", ("states", index, "kind"), {"kind": state.kind})
        for party in state.sections:
            if party not in PARTIES:
                yield Fault("unknown_party", ("states", index, "sections", party), {"party": party})


def _actor(transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    rule = transition.actor
    if rule.scope not in SCOPES:
        yield Fault("unknown_scope", (*path, "actor", "scope"), {"scope": rule.scope})
    elif rule.scope != "system" and not rule.roles:
        yield Fault("no_actor", (*path, "actor"), {"transition": transition.key})
    if known.roles is not None:
        for role in rule.roles:
            if role not in known.roles:
                yield Fault("unknown_role", (*path, "actor", "roles"), {"role": role})


def _calls(transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    for index, call in enumerate(transition.requires):
        if call.name not in known.requirements:
            yield Fault("unknown_requirement", (*path, "requires", index), {"name": call.name})
    for index, call in enumerate(transition.effects):
        if call.name not in known.effects:
            yield Fault("unknown_effect", (*path, "effects", index), {"name": call.name})
        elif call.name in known.checks:
            for code, params in known.checks[call.name](call.params):
                yield Fault(code, (*path, "effects", index), params)


def _messages(transition: Transition, path: Path) -> Iterator[Fault]:
    for index, message in enumerate(transition.notify):
        where = (*path, "notify", index)
        if message.to not in AUDIENCES:
            yield Fault("unknown_audience", (*where, "to"), {"audience": message.to})
        for key, template in (("title", message.title), ("body", message.body)):
            for name in unknown_placeholders(template):
                yield Fault("unknown_placeholder", (*where, key), {"name": name})


def _transitions(definition: Definition, known: Known) -> Iterator[Fault]:
    states = {state.key for state in definition.states}
    taken: set[tuple[str, str]] = set()
    for index, transition in enumerate(definition.transitions):
        path: Path = ("transitions", index)
        for number, source in enumerate(transition.sources):
            if source not in states:
                yield Fault("unknown_state", (*path, "from", number), {"state": source})
            if (source, transition.key) in taken:
                yield Fault("duplicate_key", (*path, "key"), {"key": transition.key})
            taken.add((source, transition.key))
        if transition.target not in states:
            yield Fault("unknown_state", (*path, "to"), {"state": transition.target})
        if transition.style not in STYLES:
            yield Fault("unknown_style", (*path, "style"), {"style": transition.style})
        yield from _actor(transition, path, known)
        yield from _calls(transition, path, known)
        yield from _messages(transition, path)


def _reachable(definition: Definition) -> set[str]:
    reached = {state.key for state in definition.states if state.kind == "start"}
    waiting = list(reached)
    while waiting:
        source = waiting.pop()
        for transition in definition.transitions:
            if source in transition.sources and transition.target not in reached:
                reached.add(transition.target)
                waiting.append(transition.target)
    return reached


def _graph(definition: Definition) -> Iterator[Fault]:
    reached = _reachable(definition)
    for index, state in enumerate(definition.states):
        if state.key not in reached:
            yield Fault("unreachable_state", ("states", index), {"state": state.key})
        leaves = any(state.key in item.sources and item.target != state.key for item in definition.transitions)
        if state.kind != "final" and not leaves:
            yield Fault("dead_end", ("states", index), {"state": state.key})


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


def definition_faults(document: Mapping[str, Any], known: Known) -> list[Fault]:
    """Return everything that is wrong with the case type that `document` spells; empty when it may be published."""
    faults = shape_faults(document)
    if faults:
        return faults
    definition = definition_from_json(document)
    return [*_states(definition), *_transitions(definition, known), *_graph(definition), *_opening(definition)]
