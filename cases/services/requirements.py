"""What a transition may ask for before it happens, by registered name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.definition import Call, Guard
from cases.errors import GuardRefused, RequirementMissing
from cases.models import Case
from cases.selectors.guards import refused_guards
from forms_app import facade as forms


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a requirement may look at: the locked case and what the actor sent along."""

    case: Case
    payload: Mapping[str, Any]


Requirement = Callable[[Attempt, Mapping[str, Any]], None]

_requirements: dict[str, Requirement] = {}


def register_requirement(name: str, check: Requirement) -> None:
    """Let case types ask for `name`; `check(attempt, params)` raises RequirementMissing."""
    _requirements[name] = check


def requirement_names() -> frozenset[str]:
    """Return the names that a case type may ask for."""
    return frozenset(_requirements)


def check_guards(guards: tuple[Guard, ...], case: Case) -> None:
    """Raise GuardRefused for the first condition that does not hold."""
    refused = next(refused_guards(guards, case), None)
    if refused is not None:
        raise GuardRefused(refused)


def check_requirements(calls: tuple[Call, ...], attempt: Attempt) -> None:
    """Raise RequirementMissing for the first requirement that is not met."""
    for call in calls:
        _requirements[call.name](attempt, call.params)


def _comment_required(attempt: Attempt, params: Mapping[str, Any]) -> None:
    if not attempt.payload.get("comment"):
        raise RequirementMissing("comment_required", _("Write a comment: this action must be explained."))


def _remarks_required(attempt: Attempt, params: Mapping[str, Any]) -> None:
    """A return without a remark would leave the applicant nothing to correct."""
    submission_id = attempt.case.submission_id
    if submission_id is None or not forms.open_remarks(submission_id).filter(sent_at=None).exists():
        raise RequirementMissing("remarks_required", _("Add at least one remark before this action."))


def _sections_complete(attempt: Attempt, params: Mapping[str, Any]) -> None:
    """The named sections must be filled in. A section is only ever stored in a round when it passed its checks."""
    submission_id = attempt.case.submission_id
    wanted = tuple(params.get("sections", ()))
    if submission_id is None:
        raise RequirementMissing("sections_complete", _("This case has no form, so this action is not possible."))
    blank = [
        section.title
        for section in forms.submission_sheet(submission_id).sections
        if section.key in wanted and all(field.blank for field in section.fields)
    ]
    if blank:
        words = _("These parts must be filled in first: %(sections)s.") % {"sections": "、".join(blank)}
        raise RequirementMissing("sections_complete", words)


register_requirement("comment_required", _comment_required)
register_requirement("remarks_required", _remarks_required)
register_requirement("sections_complete", _sections_complete)
