"""Transitions: where they lead, who may take them, what they ask for, set going and say."""

from collections.abc import Iterator

from cases.engine.checks.known import Known, unknown, unknown_roles
from cases.engine.definition import AUDIENCES, CHANNELS, EXCLUSIONS, ORIGIN, SCOPES, STYLES, Definition, Transition
from cases.engine.shape import Fault, Path
from cases.engine.templates import unknown_placeholders


def transition_faults(definition: Definition, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the transitions."""
    taken: set[tuple[str, str]] = set()
    for index, transition in enumerate(definition.transitions):
        path: Path = ("transitions", index)
        yield from _ends(definition, transition, path)
        for source in transition.sources:
            if (source, transition.key) in taken:
                yield Fault("duplicate_key", (*path, "key"), {"key": transition.key})
            taken.add((source, transition.key))
        if transition.style not in STYLES:
            yield Fault("unknown_style", (*path, "style"), {"style": transition.style})
        yield from _actor(transition, path, known)
        yield from _guards(transition, path, known)
        yield from _calls(definition, transition, path, known)
        yield from _messages(transition, path, known)
        yield from _recall(transition, path)
        if transition.letter:
            yield from unknown("unknown_letter", (transition.letter,), known.letters, (*path, "letter"), "letter")


def _ends(definition: Definition, transition: Transition, path: Path) -> Iterator[Fault]:
    states = {state.key for state in definition.states}
    for number, source in enumerate(transition.sources):
        if source not in states:
            yield Fault("unknown_state", (*path, "from", number), {"state": source})
    yield from unknown("unknown_state", transition.targets, {*states, ORIGIN}, (*path, "to"), "state")
    if len(transition.targets) > 1 and (transition.key in definition.form_steps or transition.actor.scope == "system"):
        yield Fault("nobody_chooses", (*path, "to"), {"transition": transition.key})


def _actor(transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    rule, where = transition.actor, (*path, "actor")
    if rule.scope not in SCOPES:
        yield Fault("unknown_scope", (*where, "scope"), {"scope": rule.scope})
    elif rule.scope != "system" and not rule.roles:
        yield Fault("no_actor", where, {"transition": transition.key})
    yield from unknown("unknown_exclusion", rule.exclude, EXCLUSIONS, (*where, "exclude"), "exclusion")
    yield from unknown_roles(rule.roles, known, (*where, "roles"))
    if rule.scope == "own_region" and rule.roles and known.unstaffed is not None:
        counties = known.unstaffed(rule.roles)
        if counties:
            yield Fault(
                "no_actor_there", where, {"transition": transition.title, "counties": "、".join(sorted(counties))}
            )


def _guards(transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    if known.formula is None:
        return
    for index, guard in enumerate(transition.guards):
        for message in known.formula(guard.formula):
            yield Fault("wrong_formula", (*path, "guards", index, "formula"), {"message": message})


def _calls(definition: Definition, transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    documents = {document.key for document in definition.documents}
    for index, call in enumerate(transition.requires):
        where = (*path, "requires", index)
        yield from unknown("unknown_requirement", (call.name,), known.requirements, where, "name")
        yield from unknown("unknown_document", call.params.get("documents", ()), documents, where, "document")
        yield from unknown("unknown_section", call.params.get("sections", ()), known.sections, where, "section")
    for index, call in enumerate(transition.effects):
        where = (*path, "effects", index)
        if call.name not in known.effects:
            yield Fault("unknown_effect", where, {"name": call.name})
            continue
        for code, params in known.checks.get(call.name, lambda params: ())(call.params):
            yield Fault(code, where, params)


def _messages(transition: Transition, path: Path, known: Known) -> Iterator[Fault]:
    for index, message in enumerate(transition.notify):
        where = (*path, "notify", index)
        if message.to not in AUDIENCES:
            yield Fault("unknown_audience", (*where, "to"), {"audience": message.to})
        yield from unknown_roles(message.roles, known, (*where, "roles"))
        yield from unknown("unknown_channel", message.channels, CHANNELS, (*where, "channels"), "channel")
        for key, template in (("title", message.title), ("body", message.body)):
            for name in unknown_placeholders(template):
                yield Fault("unknown_placeholder", (*where, key), {"name": name})


def _recall(transition: Transition, path: Path) -> Iterator[Fault]:
    """What has already left the case cannot be taken back with the step."""
    if transition.recall and (transition.effects or transition.letter):
        yield Fault("recall_of_effects", (*path, "recall"), {"transition": transition.key})
