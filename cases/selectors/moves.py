"""Moves between versions as the admin shows them: how many cases where, and what became of those that one sees."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from cases.engine.migration import same_states
from cases.models import Case, CaseTypeVersion, MigrationResult, MigrationRun
from cases.selectors.definitions import definition_of
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state of the version that cases leave: how many stand there, and which state of the other has its key."""

    key: str
    title: str
    count: int
    same: str


def state_rows(old: CaseTypeVersion, new: CaseTypeVersion) -> list[StateRow]:
    """Return the states of `old` in which cases stand."""
    counts = Case.objects.filter(version=old).order_by().values_list("state").annotate(Count("pk"))
    same = same_states(definition_of(old), definition_of(new))
    titles = {state.key: state.title for state in definition_of(old).states}
    return [StateRow(key, titles.get(key, key), count, same.get(key, "")) for key, count in sorted(counts)]


def runs_of(case_type: str) -> QuerySet[MigrationRun]:
    """Return the moves of the cases of one type, the newest first."""
    return MigrationRun.objects.filter(old__case_type__key=case_type).select_related("old", "new", "started_by")


def counts_of(run: MigrationRun) -> list[tuple[str, int]]:
    """Return how many cases had which outcome, in words."""
    counts = dict(run.results.order_by().values_list("outcome").annotate(Count("pk")))
    return [(str(one.label), counts[one.value]) for one in MigrationResult.Outcome if one.value in counts]


def results_seen_by(run: MigrationRun, user: User) -> QuerySet[MigrationResult]:
    """Return the outcomes of the cases that `user` may see, those with a reason first."""
    seen = run.results.filter(case__in=Case.objects.visible_to(user)).select_related("case")
    return seen.order_by("-reason", "case_id")
