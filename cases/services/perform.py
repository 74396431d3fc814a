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


def perform(
    *,
    case_id: int,
    transition: str,
    expected_revision: int,
    idempotency_key: str,
    actor: User | None,
    payload: Mapping[str, Any] | None = None,
) -> PerformResult:
    """Take one transition on one case, exactly once; `actor` None is the system.

    The payload may say `comment` (text), `internal` (the comment is for the office only) and `facts` (for the record).
    Raises CaseNotFound, KeyReused, StaleRevision, TransitionNotAllowed, NotPermitted, RequirementMissing.
    """
    document = _checked(payload or {}, idempotency_key)
    with transaction.atomic():
        case = _locked(case_id, actor)
        earlier = CaseEvent.objects.filter(case_id=case.pk, key=idempotency_key).first()
        if earlier is not None:
            return _replayed(earlier, transition, actor)
        if case.revision != expected_revision:
            raise StaleRevision(state=case.state, revision=case.revision)
        definition = definition_of(case.version)
        chosen = _resolve(definition, case.state, transition)
        acting_for_id = _acting_for(chosen, case, actor)
        check_requirements(chosen.requires, Attempt(case, document))
        event = CaseEvent(
            case=case,
            case_number=case.number,
            version_id=case.version_id,
            key=idempotency_key,
            transition=chosen.key,
            from_state=case.state,
            to_state=chosen.target,
            actor=actor,
            actor_name=actor.get_full_name() if actor else "",
            acting_for_id=acting_for_id,
            payload=document,
        )
        _append(case, event)
        step = Step(case, event, definition, chosen, actor)
        run_effects(step)
        tell(step)
    return PerformResult(event.pk, event.seq, event.to_state, event.seq, replayed=False)


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


def _replayed(earlier: CaseEvent, transition: str, actor: User | None) -> PerformResult:
    if earlier.transition != transition or earlier.actor_id != (actor.pk if actor else None):
        raise KeyReused
    return PerformResult(earlier.pk, earlier.seq, earlier.to_state, earlier.seq, replayed=True)


def _resolve(definition: Definition, state: str, key: str) -> Transition:
    try:
        return transition_for(definition, state, key)
    except UnknownTransition as error:
        raise TransitionNotAllowed from error


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
