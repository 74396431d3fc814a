"""States, phases and documents: their keys, kinds and parties."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cases.engine.checks.known import Known, unknown, unknown_roles
from cases.engine.definition import ASSIGNMENTS, LEVELS, PARTIES, RETENTION, STATE_KINDS, Definition, State
from cases.engine.shape import Fault, Path


def state_faults(definition: Definition, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the case type as a whole and with its states."""
    if definition.confidentiality not in LEVELS:
        yield Fault("unknown_level", ("confidentiality",), {"level": definition.confidentiality})
    if definition.retention not in RETENTION:
        yield Fault("unknown_retention", ("retention",), {"retention": definition.retention})
    yield from _doubles((phase.key for phase in definition.phases), "phases")
    yield from _documents(definition)
    yield from _doubles((state.key for state in definition.states), "states")
    starts = [state.key for state in definition.states if state.kind == "start"]
    if len(starts) != 1:
        yield Fault("one_start_state", ("states",), {"count": len(starts)})
    phases = {phase.key for phase in definition.phases}
    for index, state in enumerate(definition.states):
        yield from _state(state, phases, known, ("states", index))


def _doubles(keys: Iterable[str], part: str) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for index, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > 1:
            yield Fault("duplicate_key", (part, index, "key"), {"key": key})


def _documents(definition: Definition) -> Iterator[Fault]:
    yield from _doubles((document.key for document in definition.documents), "documents")
    for index, document in enumerate(definition.documents):
        for key, parties in (("party", (document.party,)), ("signers", document.signers)):
            yield from unknown("unknown_party", parties, PARTIES, ("documents", index, key), "party")


def _state(state: State, phases: set[str], known: Known, path: Path) -> Iterator[Fault]:
    if state.kind not in STATE_KINDS:
        yield Fault("unknown_kind", (*path, "kind"), {"kind": state.kind})
    if state.assign not in ASSIGNMENTS:
        yield Fault("unknown_assignment", (*path, "assign"), {"assign": state.assign})
    if state.phase and state.phase not in phases:
        yield Fault("unknown_phase", (*path, "phase"), {"phase": state.phase})
    if state.retention and state.retention not in RETENTION:
        yield Fault("unknown_retention", (*path, "retention"), {"retention": state.retention})
    for party, sections in state.sections.items():
        where = (*path, "sections", party)
        yield from unknown("unknown_party", (party,), PARTIES, where, "party")
        yield from unknown("unknown_section", sections, known.sections, where, "section")
    for role, sections in state.hidden.items():
        where = (*path, "hidden", role)
        yield from unknown_roles((role,), known, where)
        yield from unknown("unknown_section", sections, known.sections, where, "section")
    if (state.kind == "notice") != (state.notice is not None):
        yield Fault("notice_and_kind", (*path, "notice"), {"state": state.key})
