"""Who hears of a deadline: those who are to act where the case stands, and those whom the ladder names."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Case, CaseDeadline, CaseTask, CaseTimer
from cases.selectors.definitions import definition_of
from cases.services.notify import case_path, write_to
from cms.accounts import facade as people
from cms.accounts.models import User

Addressees = dict[int, tuple[User, str]]


def tell_reminder(timer: CaseTimer) -> None:
    """Remind those who are to act that the last day comes near."""
    deadline = timer.deadline
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Due in %(days)d working days: %(title)s, %(case)s") % _words(deadline, days=timer.step)
        _tell(_responsible(deadline.case), _key(timer), title, _last_day(deadline), deadline.case)


def tell_overdue(timer: CaseTimer, roles: Iterable[str]) -> None:
    """Tell the next rung of the ladder, and those who are to act, that the last day is over."""
    deadline = timer.deadline
    above = {user.pk: (user, "reviewers") for role in roles for user in _in_region(deadline.case, role)}
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Overdue by %(days)d working days: %(title)s, %(case)s") % _words(deadline, days=timer.step)
        _tell(_responsible(deadline.case) | above, _key(timer), title, _last_day(deadline), deadline.case)


def tell_moved(deadline: CaseDeadline, before: dt.date | None) -> None:
    """Tell those who are to act that the calendar has moved the last day."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("The last day has moved with the calendar: %(title)s, %(case)s") % _words(deadline)
        body = _("It was %(before)s and is now %(after)s.") % {
            "before": before or _("not known"),
            "after": deadline.due_on or _("not known"),
        }
        key = f"deadline:{deadline.pk}:{before}:{deadline.due_on}:{deadline.calendar[:16]}"
        _tell(_responsible(deadline.case), key, title, body, deadline.case)


def _words(deadline: CaseDeadline, **more: int) -> dict[str, object]:
    return {"title": deadline.title, "case": deadline.case.number, **more}


def _last_day(deadline: CaseDeadline) -> str:
    return _("%(subject)s. Last day: %(day)s.") % {"subject": deadline.case.title, "day": deadline.due_on}


def _key(timer: CaseTimer) -> str:
    return f"timer:{timer.pk}:{timer.deadline.due_on}"


def _tell(whom: Addressees, key: str, title: str, body: str, case: Case) -> None:
    for user, audience in whom.values():
        write_to([user], key=key, title=title, body=body, path=case_path(case, audience))


def _responsible(case: Case) -> Addressees:
    """Return who is to act, each with the page for them: the handler who took the case, else all who may."""
    tasks = CaseTask.objects.filter(case=case, status=CaseTask.Status.OPEN).exclude(kind=CaseTask.Kind.COPY)
    taken = {task.assignee_id: (task.assignee, "reviewers") for task in tasks.select_related("assignee")}
    return taken or {
        user.pk: (user, audience)
        for transition in definition_of(case.version).leaving(case.state)
        for role in transition.actor.roles
        for user, audience in _holders(case, transition.actor.scope, role)
    }


def _holders(case: Case, scope: str, role: str) -> Iterable[tuple[User, str]]:
    if scope == "own_region":
        return ((user, "reviewers") for user in _in_region(case, role))
    party = {"applicant": case.applicant_id, "provider": case.provider_id}.get(scope)
    if party is None:
        return ()
    return ((user, "applicant") for user in people.members_with_role(organisation_id=party, role=role))


def _in_region(case: Case, role: str) -> Iterable[User]:
    return people.members_with_role(region=case.region, role=role)
