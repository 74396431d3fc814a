"""Bodies that decide: their seats, their rules, and the transitions that they end in."""

from collections.abc import Iterator

from cases.engine.checks.known import Known, unknown, unknown_roles
from cases.engine.definition import Body, Definition, Meeting, Panel, Signing
from cases.engine.panel import rule_faults
from cases.engine.scoring import scheme_faults
from cases.engine.shape import Fault, Path

VOTE_MODES = ("any", "all", "ratio", "weighted")


def body_faults(definition: Definition, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the bodies."""
    for index, state in enumerate(definition.states):
        if state.decides is None:
            continue
        path: Path = ("states", index, "decides")
        for key, transition in (("passed", state.decides.passed), ("failed", state.decides.failed)):
            yield from system_step_faults(definition, transition, state.key, (*path, key))
        yield from _rules(state.decides, definition, known, path)


def system_step_faults(definition: Definition, key: str, state: str, path: Path) -> Iterator[Fault]:
    """Yield what keeps the system from taking the transition `key` out of `state`."""
    found = [one for one in definition.leaving(state) if one.key == key]
    if not found:
        yield Fault("no_such_step", path, {"transition": key, "state": state})
    elif found[0].actor.scope != "system":
        yield Fault("not_the_systems", path, {"transition": key})


def _rules(body: Body, definition: Definition, known: Known, path: Path) -> Iterator[Fault]:
    kind = body.kind
    if isinstance(kind, Panel):
        yield from (Fault(f"panel_{code}", path) for code in rule_faults(kind.rule))
        yield from (Fault(f"scheme_{code}", (*path, "scheme")) for code in scheme_faults(kind.scheme))
        where = (*path, "specialities")
        yield from unknown("unknown_speciality", kind.rule.specialities, known.specialities, where, "speciality")
        return
    if not kind.roles:
        yield Fault("no_seat", (*path, "roles"))
    yield from unknown_roles(kind.roles, known, (*path, "roles"))
    if isinstance(kind, Signing):
        yield from unknown("unknown_vote_mode", (kind.rule.mode,), VOTE_MODES, (*path, "mode"), "mode")
        yield from unknown("unknown_role", kind.weights, kind.roles, (*path, "weights"), "role")
    elif isinstance(kind, Meeting) and kind.minutes:
        documents = {document.key for document in definition.documents}
        yield from unknown("unknown_document", (kind.minutes,), documents, (*path, "minutes"), "document")
