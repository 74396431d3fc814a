"""What the desk lists: visible cases with what a row shows, search, and which of them wait for the reader."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.engine.definition import Definition
from cases.models import Case, CaseAccess, CaseTask, CaseTypeVersion
from cases.models.case import CaseQuerySet
from cases.policies import stands_for
from cases.selectors.definitions import definition_of
from cms.accounts.facade import acting_roles
from cms.accounts.models import Region, User
from cms.core.text import to_half_width

# Counting further tells nobody anything and reads the whole table.
COUNT_CAP = 10_000
WORDS_SEARCHED = 10


def works_at_desk(user: User) -> bool:
    """Say whether the desk is a place for this person: somebody who reads cases of a region, or was let in by name."""
    return (
        user.is_superuser
        or any(role.reads_region_cases for role in acting_roles(user))
        or user.has_perm("cases.view_case")
        or CaseAccess.objects.running(timezone.now()).filter(user_id=user.pk).exists()
    )


def with_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """Fetch with `cases` everything that a row shows, so that a list takes a constant number of queries."""
    return cases.select_related("region", "applicant", "submission", "version__case_type").defer("version__definition")


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Narrow `cases` to those whose number, title, enterprise or credit code contains every word of `text`.

    Words beyond the first few say nothing more and would make the query deeper than a database takes.
    """
    for word in to_half_width(text).split()[:WORDS_SEARCHED]:
        cases = cases.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(applicant__name__icontains=word)
            | Q(applicant__credit_code__icontains=word)
        )
    return cases


def _versions() -> Iterable[tuple[CaseTypeVersion, Definition]]:
    for version in CaseTypeVersion.objects.select_related("case_type").defer("definition").order_by("pk"):
        yield version, definition_of(version)


def waiting_for(cases: CaseQuerySet, user: User) -> CaseQuerySet:
    """Narrow `cases` to those in a state out of which `user` may take a step as an office.

    A section that the office may still fill in, as in an accepted case, waits for nobody. Nor does a case that pauses:
    it waits for its applicant, though the office may end the pause. What a colleague has in hand waits for the
    colleague; what was given to `user` waits for them alone.
    """
    roles = [role for role in acting_roles(user) if role.reads_region_cases]
    waiting = Q(pk__in=())
    for version, definition in _versions():
        for role in roles:
            states = {
                state
                for transition in definition.transitions
                if transition.actor.scope == "own_region"
                and role.role in transition.actor.roles
                and transition.key not in definition.form_steps
                for state in transition.sources
                if definition.state(state).kind != "pause"
            }
            if states:
                waiting |= Q(version=version, state__in=states, region__path__startswith=role.region_path)
    held = CaseTask.objects.filter(status=CaseTask.Status.OPEN).exclude(kind=CaseTask.Kind.COPY)
    own = stands_for(user)
    by_another = held.filter(case=OuterRef("pk"), kind=CaseTask.Kind.HANDLE).exclude(assignee__in=own)
    return cases.filter((waiting & ~Exists(by_another)) | Q(pk__in=held.filter(assignee__in=own).values("case_id")))


def waiting_count(user: User, *, cap: int = 100) -> int:
    """Return how many visible cases wait for `user`, counted up to `cap`."""
    return waiting_for(Case.objects.visible_to(user), user).order_by()[:cap].count()


def state_choices(*, public: bool = False) -> list[tuple[str, str]]:
    """Return the states of all published case types as (key, title), each key once, the newest title first."""
    titles: dict[str, str] = {}
    for _version, definition in _versions():
        for state in definition.states:
            titles[state.key] = state.public_title if public else state.title
    return list(titles.items())


def in_region(cases: CaseQuerySet, region: Region) -> CaseQuerySet:
    """Narrow `cases` to those of `region` and everything below it."""
    return cases.filter(region__path__startswith=region.path)


def opened_between(cases: CaseQuerySet, start: datetime.date | None, stop: datetime.date | None) -> CaseQuerySet:
    """Narrow `cases` to those opened on the days from `start` to `stop`, both inclusive."""
    if start:
        cases = cases.filter(created_at__date__gte=start)
    if stop:
        cases = cases.filter(created_at__date__lte=stop)
    return cases
