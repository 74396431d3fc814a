"""Terms: deadlines and public notices."""

from collections import Counter
from collections.abc import Iterator

from cases.engine.checks.bodies import system_step_faults
from cases.engine.checks.known import Known, unknown, unknown_roles
from cases.engine.deadlines import MOST, UNITS, Term
from cases.engine.definition import DeadlineRule, Definition
from cases.engine.shape import Fault, Path
from cases.engine.templates import unknown_placeholders

NOTICE_PLACEHOLDERS = ("case_number", "title", "applicant", "provider", "region")


def term_faults(definition: Definition, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the deadlines and the notices."""
    seen: Counter[str] = Counter()
    for index, rule in enumerate(definition.deadlines):
        path: Path = ("deadlines", index)
        seen[rule.key] += 1
        if seen[rule.key] > 1:
            yield Fault("duplicate_key", (*path, "key"), {"key": rule.key})
        yield from _deadline(definition, rule, known, path)
    yield from _notices(definition, known)


def _term(term: Term, path: Path) -> Iterator[Fault]:
    if term.unit not in UNITS:
        yield Fault("unknown_unit", (*path, "unit"), {"unit": term.unit})
    elif not 0 < term.length <= MOST[term.unit]:
        yield Fault("term_length", (*path, "length"), {"length": term.length})


def _deadline(definition: Definition, rule: DeadlineRule, known: Known, path: Path) -> Iterator[Fault]:
    states = {state.key: state for state in definition.states}
    yield from _term(rule.term, path)
    for key, names in (("runs_in", rule.runs_in), ("pauses_in", rule.pauses_in)):
        yield from unknown("unknown_state", names, states, (*path, key), "state")
    if not rule.runs_in:
        yield Fault("deadline_never_runs", (*path, "runs_in"), {"deadline": rule.key})
    for state in set(rule.runs_in) & set(rule.pauses_in):
        yield Fault("runs_and_pauses", (*path, "pauses_in"), {"state": state})
    for number, step in enumerate(rule.escalate):
        where = (*path, "escalate", number, "roles")
        yield from unknown_roles(step.roles, known, where)
        if not step.roles:
            yield Fault("no_seat", where)
    if rule.on_expire:
        for state in rule.runs_in:
            yield from system_step_faults(definition, rule.on_expire, state, (*path, "on_expire"))


def _notices(definition: Definition, known: Known) -> Iterator[Fault]:
    for index, state in enumerate(definition.states):
        if state.notice is None:
            continue
        path: Path = ("states", index, "notice")
        rule = state.notice
        yield from _term(rule.term, path)
        yield from system_step_faults(definition, rule.closes, state.key, (*path, "closes"))
        if rule.objections:
            where = (*path, "objections")
            yield from unknown("unknown_case_type", (rule.objections,), known.case_types, where, "case_type")
        for key, template in (("title", rule.title), ("body", rule.body)):
            for name in unknown_placeholders(template, NOTICE_PLACEHOLDERS):
                yield Fault("unknown_placeholder", (*path, key), {"name": name})
