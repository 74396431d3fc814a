"""The one way in which a case moves: for staff, applicants, the API, timers and sinks alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import Definition, Transition, UnknownTransition, transition_for
from cases.errors import (
    CaseNotFound,
    KeyReused,
    NotPermitted,
    RequirementMissing,
    StaleRevision,
    TransitionNotAllowed,
)
from cases.models import Case, CaseEvent
from cases.policies import acts_as
from cases.selectors.chain import record_of
from cases.selectors.definitions import definition_of
from cases.services.effects import Step, run_effects
from cases.services.notify import tell
from cases.services.requirements import Attempt, check_requirements
from cms.accounts.models import User
from cms.core.audit import GENESIS, chain_hash

MAX_COMMENT = 2000
MAX_KEY = 100


@dataclass(frozen=True, slots=True)
class PerformResult:
    """The event that the call made, or, when its key was seen before, the one that it made then."""

    event_id: int
    seq: int
    state: str
    revision: int
    replayed: bool


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be done, by whom, and whether a form that was handed in stands behind it."""

    by_form: bool
    case_id: int
    transition: str
    expected_revision: int
    key: str
    actor: User | None
    payload: Mapping[str, Any]


def perform(
    *,
    case_id: int,
    transition: str,
    expected_revision: int,
    idempotency_key: str,
    actor: User | None,
    payload: Mapping[str, Any] | None = None,
) -> PerformResult:
    """Take one transition on one case, exactly once, for a person at a button or the system (`actor` None).

    The payload may say `comment` (text) and `internal` (the comment is for the office only).
    Raises CaseNotFound, KeyReused, StaleRevision, TransitionNotAllowed, NotPermitted, RequirementMissing
    and EffectRefused. The steps of a form are refused: without its round the case would move and the form would not.
    """
    said = {key: value for key, value in (payload or {}).items() if key in ("comment", "internal")}
    return _perform(_Order(False, case_id, transition, expected_revision, idempotency_key, actor, said))


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
    payload = {"facts": facts}
    return _perform(_Order(True, case_id, transition, expected_revision, idempotency_key, actor, payload))


def _perform(order: _Order) -> PerformResult:
    document = _checked(order.payload, order.key)
    with transaction.atomic():
        case = _locked(order.case_id, order.actor)
        earlier = CaseEvent.objects.filter(case_id=case.pk, key=order.key).first()
        if earlier is not None:
            return _replayed(earlier, order)
        if case.revision != order.expected_revision:
            raise StaleRevision(state=case.state, revision=case.revision)
        definition = definition_of(case.version)
        chosen = _resolve(definition, case.state, order)
        acting_for_id = _acting_for(chosen, case, order.actor)
        check_requirements(chosen.requires, Attempt(case, document))
        event = _event(case, chosen, order, acting_for_id, document)
        _append(case, event)
        step = Step(case, event, definition, chosen, order.actor)
        run_effects(step)
        tell(step)
    return PerformResult(event.pk, event.seq, event.to_state, event.seq, replayed=False)


def _event(
    case: Case, chosen: Transition, order: _Order, acting_for_id: int | None, document: dict[str, Any]
) -> CaseEvent:
    """Return the event that the step makes, not yet chained."""
    return CaseEvent(
        case=case,
        case_number=case.number,
        version_id=case.version_id,
        key=order.key,
        transition=chosen.key,
        from_state=case.state,
        to_state=chosen.target,
        actor=order.actor,
        actor_name=order.actor.get_full_name() if order.actor else "",
        acting_for_id=acting_for_id,
        payload=document,
    )


def _checked(payload: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return what of the payload goes into the record: a stripped comment, its reach, facts."""
    if not 0 < len(key) <= MAX_KEY:
        raise RequirementMissing("idempotency_key", _("The request carries no usable key. Open the page again."))
    comment = str(payload.get("comment") or "").strip()
    if len(comment) > MAX_COMMENT:
        raise RequirementMissing(
            "comment", _("The comment has more than %(limit)d characters. Shorten it.") % {"limit": MAX_COMMENT}
        )
    document: dict[str, Any] = {}
    if comment:
        document["comment"] = comment
        if payload.get("internal"):
            document["internal"] = True
    if payload.get("facts"):
        document["facts"] = dict(payload["facts"])
    return document


def _locked(case_id: int, actor: User | None) -> Case:
    """Lock the row of the case. A case that the actor may not see does not exist for them, whatever they send."""
    cases = Case.objects.all() if actor is None else Case.objects.visible_to(actor)
    case = cases.select_for_update(of=("self",)).select_related("version", "region").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def _replayed(earlier: CaseEvent, order: _Order) -> PerformResult:
    actor_id = order.actor.pk if order.actor else None
    if earlier.transition != order.transition or earlier.actor_id != actor_id:
        raise KeyReused
    return PerformResult(earlier.pk, earlier.seq, earlier.to_state, earlier.seq, replayed=True)


def _resolve(definition: Definition, state: str, order: _Order) -> Transition:
    try:
        chosen = transition_for(definition, state, order.transition)
    except UnknownTransition as error:
        raise TransitionNotAllowed from error
    if order.by_form != (chosen.key in definition.form_steps):
        raise TransitionNotAllowed
    return chosen


def _acting_for(chosen: Transition, case: Case, actor: User | None) -> int | None:
    """Return the organisation for which the actor takes the step; None for the system."""
    if actor is None:
        if chosen.actor.scope != "system":
            raise NotPermitted
        return None
    role = acts_as(chosen.actor, case, actor)
    if role is None:
        raise NotPermitted
    return role.organisation_id


def _append(case: Case, event: CaseEvent) -> None:
    """Append the event to the chain and move the case; the caller holds the lock."""
    event.seq = case.revision + 1
    event.occurred_at = timezone.now()
    event.prev_hash = case.head_hash or GENESIS
    event.hash = chain_hash(event.prev_hash, record_of(event, case.version.sha256))
    event.save(force_insert=True)
    if event.to_state != case.state:
        case.state_entered_at = event.occurred_at
    case.state = event.to_state
    case.revision = event.seq
    case.head_hash = event.hash
    case.save(update_fields=["state", "state_entered_at", "revision", "head_hash", "updated_at"])
