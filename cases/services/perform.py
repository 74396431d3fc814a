"""The one way in which a case moves: for staff, applicants, the API, timers and sinks alike."""

from collections.abc import Mapping
from typing import Any

from cases.engine.definition import ORIGIN, Transition, UnknownTarget, UnknownTransition, transition_for
from cases.errors import FourEyes, NotPermitted, TargetUnknown, TransitionNotAllowed
from cases.models import CaseEvent
from cases.selectors.hands import verdict
from cases.selectors.origin import origin_of
from cases.services.effects import Step
from cases.services.followers import follow
from cases.services.requirements import Attempt, check_guards, check_requirements
from cases.services.step import Order, PerformResult, Turn, append, once
from cms.accounts.facade import ActingRole
from cms.accounts.models import User

__all__ = ["PerformResult", "perform", "perform_for_form"]


def perform(
    *,
    case_id: int,
    transition: str,
    expected_revision: int | None,
    idempotency_key: str,
    actor: User | None,
    payload: Mapping[str, Any] | None = None,
) -> PerformResult:
    """Take one transition on one case, exactly once, for a person at a button or the system (`actor` None).

    The payload may say `comment` (text), `internal` (the comment is for the office only) and `target` (the state that
    was chosen, where the transition leads to several); what the system found out goes on record as `facts`.
    Raises CaseNotFound, KeyReused, StaleRevision, TransitionNotAllowed, NotPermitted, TargetUnknown, GuardRefused,
    RequirementMissing and EffectRefused. The steps of a form are refused: without its round the case would move and
    the form would not.
    """
    said = payload or {}
    order = Order(
        case_id=case_id,
        name=transition,
        key=idempotency_key,
        actor=actor,
        expected_revision=expected_revision,
        comment=str(said.get("comment") or ""),
        internal=bool(said.get("internal")),
        facts=said.get("facts", {}) if actor is None else {},
    )
    return once(order, lambda turn: _take(turn, by_form=False, chosen=str(said.get("target") or "")))


def perform_for_form(
    *,
    case_id: int,
    transition: str,
    expected_revision: int,
    idempotency_key: str,
    actor: User,
    facts: Mapping[str, Any],
) -> PerformResult:
    """Take the step of a form that has just been handed in; `facts` go on the record."""
    order = Order(case_id, transition, idempotency_key, actor, expected_revision, facts=facts)
    return once(order, lambda turn: _take(turn, by_form=True))


def _take(turn: Turn, *, by_form: bool, chosen: str = "") -> CaseEvent:
    transition = _resolved(turn, by_form)
    role = _acting_role(transition, turn)
    target = _target(transition, turn, chosen)
    check_guards(transition.guards, turn.case)
    check_requirements(transition.requires, Attempt(turn.case, turn.order.payload()))
    event = append(turn, to_state=target, acting_for_id=role.organisation_id if role else None, role=role)
    follow(Step(turn.case, event, turn.definition, transition, turn.actor))
    return event


def _resolved(turn: Turn, by_form: bool) -> Transition:
    try:
        transition = transition_for(turn.definition, turn.case.state, turn.order.name)
    except UnknownTransition as error:
        raise TransitionNotAllowed from error
    if by_form != (transition.key in turn.definition.form_steps):
        raise TransitionNotAllowed
    return transition


def _acting_role(transition: Transition, turn: Turn) -> ActingRole | None:
    """Return the role in which the actor takes the step; None for the system."""
    if turn.actor is None:
        if transition.actor.scope != "system":
            raise NotPermitted
        return None
    found = verdict(transition.actor, turn.case, turn.actor)
    if found.role is None:
        raise FourEyes(found.barred) if found.barred else NotPermitted
    return found.role


def _target(transition: Transition, turn: Turn, chosen: str) -> str:
    origin = origin_of(turn.case) if ORIGIN in transition.targets else ""
    try:
        return transition.target(origin, chosen)
    except UnknownTarget as error:
        raise TargetUnknown from error
