"""What a transition may ask for before it happens, by registered name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.definition import Call
from cases.errors import RequirementMissing
from cases.models import Case


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


def check_requirements(calls: tuple[Call, ...], attempt: Attempt) -> None:
    """Raise RequirementMissing for the first requirement that is not met."""
    for call in calls:
        _requirements[call.name](attempt, call.params)


def _comment_required(attempt: Attempt, params: Mapping[str, Any]) -> None:
    if not attempt.payload.get("comment"):
        raise RequirementMissing("comment_required", _("Write a comment: this action must be explained."))


register_requirement("comment_required", _comment_required)
