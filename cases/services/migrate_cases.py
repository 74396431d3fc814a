"""Move running cases to another version of their procedure: judge them, move them, and take that back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cases.engine.definition import ActorRule, Definition, Transition
from cases.engine.migration import Taken, map_faults, outcome
from cases.errors import CaseError, MapUnfit
from cases.fault_messages import stay_message
from cases.models import Case, CaseDeadline, CaseEvent, CaseTask, CaseTypeVersion, MigrationResult, MigrationRun
from cases.selectors.definitions import definition_of
from cases.selectors.origin import origin_of
from cases.services.deadlines import follow_deadlines
from cases.services.effects import Step
from cases.services.step import Order, PerformResult, Turn, append, once
from cms.accounts.models import User

MIGRATE = "$migrate"
# Cases of one transaction: locks are held for as long as it lasts.
BATCH = 50


def plan_migration(
    *, old: CaseTypeVersion, new: CaseTypeVersion, states: Mapping[str, str], note: str, actor: User
) -> MigrationRun:
    """Judge every case of `old` without moving any, and keep what was found.

    Raises MapUnfit where the map names a state that is not there, or starts an ended case again.
    """
    before, after = definition_of(old), definition_of(new)
    if old.case_type_id != new.case_type_id or old.pk == new.pk or map_faults(before, after, states):
        raise MapUnfit
    with transaction.atomic():
        run = MigrationRun.objects.create(old=old, new=new, states=dict(states), note=note, started_by=actor)
        rows = (_judged(run, case, before, after, taken) for case, taken in _with_steps(old))
        MigrationResult.objects.bulk_create(rows, batch_size=1000)
    return run


def _with_steps(version: CaseTypeVersion) -> Iterator[tuple[Case, list[Taken]]]:
    """Yield the cases of a version, each with the steps that it has taken under it."""
    steps: dict[int, list[Taken]] = {}
    events = CaseEvent.objects.filter(case__version=version, version=version).order_by("case_id", "seq")
    for case_id, *step in events.values_list("case_id", "from_state", "transition", "to_state").iterator():
        steps.setdefault(case_id, []).append(Taken(*step))
    for case in Case.objects.filter(version=version).order_by("pk").iterator():
        yield case, [one for one in steps.get(case.pk, ()) if not one.key.startswith("$")]


def _judged(
    run: MigrationRun, case: Case, before: Definition, after: Definition, taken: Sequence[Taken]
) -> MigrationResult:
    found = outcome(before, after, run.states, case.state, taken)
    kinds = MigrationResult.Outcome
    return MigrationResult(
        run=run,
        case=case,
        outcome=kinds.MOVES if found.moves else kinds.STAYS,
        reason="" if found.moves else stay_message(found)[:200],
        source=case.state,
        target=found.target,
        seq=case.revision,
    )


def run_migration(run: MigrationRun) -> None:
    """Move the cases that may move; a run that was interrupted goes on where it stopped."""
    MigrationRun.objects.filter(pk=run.pk).update(status=MigrationRun.Status.RUNNING)
    _each(run, MigrationResult.Outcome.MOVES, _forward, done=MigrationResult.Outcome.MOVED)
    MigrationRun.objects.filter(pk=run.pk).update(status=MigrationRun.Status.DONE, ended_at=timezone.now())


def revert_migration(run: MigrationRun) -> None:
    """Move the cases back that have not gone on since; the others stay where they are, with the reason."""
    MigrationRun.objects.filter(pk=run.pk).update(status=MigrationRun.Status.REVERTING)
    _each(run, MigrationResult.Outcome.MOVED, _back, done=MigrationResult.Outcome.BACK)
    MigrationRun.objects.filter(pk=run.pk).update(status=MigrationRun.Status.REVERTED, ended_at=timezone.now())


def _each(
    run: MigrationRun,
    waiting: str,
    move: Callable[[MigrationRun, MigrationResult], PerformResult],
    *,
    done: MigrationResult.Outcome,
) -> None:
    refused = MigrationResult.Outcome.KEPT if done == MigrationResult.Outcome.BACK else MigrationResult.Outcome.REFUSED
    while batch := list(run.results.filter(outcome=waiting).order_by("case_id")[:BATCH]):
        with transaction.atomic():
            for result in batch:
                try:
                    result.seq = move(run, result).seq
                    result.outcome, result.reason = done, ""
                except CaseError as error:
                    result.outcome, result.reason = refused, error.message[:200]
            MigrationResult.objects.bulk_update(batch, ["outcome", "reason", "seq"])


def _forward(run: MigrationRun, result: MigrationResult) -> PerformResult:
    def origin(case: Case) -> str:
        came_from = origin_of(case)
        return str(run.states.get(came_from, came_from))

    return _moved(run, result, new=run.new, state=result.target, origin=origin)


def _back(run: MigrationRun, result: MigrationResult) -> PerformResult:
    def origin(case: Case) -> str:
        forward = CaseEvent.objects.get(case=case, seq=case.revision)
        return str(forward.payload["facts"]["was"])

    return _moved(run, result, new=run.old, state=result.source, origin=origin)


def _moved(
    run: MigrationRun, result: MigrationResult, *, new: CaseTypeVersion, state: str, origin: Callable[[Case], str]
) -> PerformResult:
    """Pin one case to `new` by an event of its own; one that has gone on since it was judged is refused as stale.

    The event keeps what the state from which the case came is called there, and what it was called before.
    """
    definition = definition_of(new)

    def take(turn: Turn) -> CaseEvent:
        case = turn.case
        versions = {"run": run.pk, "from_version": case.version.number, "to_version": new.number}
        origins = {"was": origin_of(case), "origin": origin(case)}
        case.version = new
        case.save(update_fields=["version"])
        turn = replace(turn, definition=definition)
        event = append(turn, to_state=state, acting_for_id=None, facts={**versions, **origins}, enters=False)
        _carry_on(case, event, definition)
        return event

    key = f"migrate:{run.pk}:{new.number}"
    return once(Order(result.case_id, MIGRATE, key, None, result.seq, run.note, internal=True), take)


def _carry_on(case: Case, event: CaseEvent, definition: Definition) -> None:
    """Let tasks and deadlines go on under the rules of the version that the case has come to."""
    if event.from_state != event.to_state:
        CaseTask.objects.filter(case=case, status=CaseTask.Status.OPEN).update(state=event.to_state)
    state = case.state
    going_on = [one.key for one in definition.deadlines if state in one.runs_in or state in one.pauses_in]
    CaseDeadline.objects.open().filter(case=case).exclude(key__in=going_on).update(status=CaseDeadline.Status.MET)
    arrival = CaseEvent(from_state="", to_state=state, occurred_at=event.occurred_at)
    way = Transition(MIGRATE, MIGRATE, MIGRATE, (), (state,), ActorRule((), "system"))
    follow_deadlines(Step(case, arrival, definition, way, None))
