"""The deadlines of a case as its pages show them, and which cases are late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.terms import NOTICE
from cases.models import Case, CaseDeadline
from cases.models.case import CaseQuerySet
from cases.policies import keeps_time
from cases.reason_words import left_words, reason_words, unit_words
from cases.selectors.definitions import definition_of
from cms.accounts.models import User

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class TermView:
    """A deadline in words: `left` how far off its day is, `tone` the colour of that, `may` what the reader may do."""

    deadline: CaseDeadline
    length: str
    left: str
    tone: str
    reasons: tuple[str, ...]
    may: tuple[str, ...] = ()


def term_views(case: Case, user: User | None = None) -> list[TermView]:
    """Return the deadlines of a case that the caller has found through visible_to, those still open first.

    With `user`, what that person may do to each of them is said as well.
    """
    found = CaseDeadline.objects.filter(case=case).order_by("-pk")
    views = [_view(deadline, case, user) for deadline in found]
    return sorted(views, key=lambda view: view.deadline.ended_at is not None)


def _view(deadline: CaseDeadline, case: Case, user: User | None) -> TermView:
    left, tone = left_of(deadline, timezone.localdate())
    return TermView(
        deadline=deadline,
        length=unit_words(deadline.length, deadline.unit),
        left=left,
        tone=tone,
        reasons=tuple(reason_words(reason, deadline.unit) for reason in deadline.reasons),
        may=_acts(deadline, case, user) if user else (),
    )


def left_of(deadline: CaseDeadline, today: dt.date) -> tuple[str, str]:
    """Return how far off the last day is, and the colour of that."""
    if deadline.ended_at is not None:
        if deadline.key.startswith(NOTICE):
            return _("the notice is over"), "success"
        late = deadline.status == CaseDeadline.Status.EXPIRED
        return str(deadline.get_status_display()), "danger" if late else "success"
    if deadline.due_on is None:
        if deadline.unknown_year:
            return _("working days of %(year)d missing") % {"year": deadline.unknown_year}, "danger"
        return str(deadline.get_status_display()), "neutral"
    days = (deadline.due_on - today).days
    return left_words(deadline.due_on, today), "danger" if days < 0 else "warning" if days <= SOON_DAYS else "info"


def _acts(deadline: CaseDeadline, case: Case, user: User) -> tuple[str, ...]:
    definition = definition_of(case.version)
    rule = next((one for one in definition.deadlines if one.key == deadline.key), None)
    if deadline.ended_at is not None or rule is None or keeps_time(definition, rule, case, user) is None:
        return ()
    if deadline.status == CaseDeadline.Status.PAUSED:
        return () if case.state in rule.pauses_in else ("resume",)
    late = deadline.due_on is not None and deadline.due_on < timezone.localdate()
    return () if late else ("extend", "pause")


def with_deadlines(cases: CaseQuerySet) -> CaseQuerySet:
    """Fetch the open deadlines with `cases`, the nearest first: one query for a whole list."""
    nearest = CaseDeadline.objects.open().order_by("due_on", "pk")
    return cases.prefetch_related(Prefetch("deadlines", queryset=nearest, to_attr="open_deadlines"))


def by_term(cases: CaseQuerySet, value: str) -> CaseQuerySet:
    """Narrow `cases` by their deadlines: overdue, soon, paused, or without a calendar."""
    today = timezone.localdate()
    soon = today + dt.timedelta(days=SOON_DAYS)
    of = CaseDeadline.objects.open()
    wanted = {
        "overdue": of.filter(due_on__lt=today),
        "soon": of.filter(due_on__range=(today, soon)),
        "paused": of.filter(status=CaseDeadline.Status.PAUSED),
        "unknown": of.filter(unknown_year__isnull=False),
    }[value]
    return cases.filter(pk__in=wanted.values("case_id"))


def nearest(deadlines: Iterable[CaseDeadline]) -> CaseDeadline | None:
    """Return the deadline that a row of a list shows: one whose year is missing, else the one that is due first."""
    found = list(deadlines)
    unknown = next((one for one in found if one.due_on is None and one.unknown_year), None)
    due = next((one for one in found if one.due_on is not None), None)
    return unknown or due or next(iter(found), None)
