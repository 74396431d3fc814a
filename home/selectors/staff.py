"""What waits for a member of staff."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from cases.facade import waiting_count, works_at_desk
from cms.accounts.facade import Person, open_decisions
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line: what, how many, and where to see it."""

    label: str | Promise
    count: int
    url: str


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def to_do_for(user: Person) -> list[ToDo]:
    """Return what waits for `user`: cases of the region, people and organisations, pages to approve."""
    lines: list[ToDo] = []
    if not isinstance(user, User):
        return lines
    if works_at_desk(user):
        lines.append(ToDo(_("cases waiting for me"), waiting_count(user), _address("wagtail_cases:index")))
    if decisions := open_decisions(user):
        pending = "?status=pending"
        lines.append(
            ToDo(_("organisations to confirm"), decisions.organisations, _address("organisations:index") + pending)
        )
        lines.append(
            ToDo(_("requests to join to answer"), decisions.join_requests, _address("join_requests:index") + pending)
        )
    if user.has_perm("wagtailadmin.access_admin"):
        reviews = TaskState.objects.reviewable_by(user).count()
        lines.append(ToDo(_("pages waiting for my approval"), reviews, _address("wagtailadmin_reports:workflow")))
    return lines
