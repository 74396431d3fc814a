"""The lock, the key and the chain: what every step on a case goes through, whoever takes it and whatever it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import Definition
from cases.errors import CaseNotFound, KeyReused, RequirementMissing, StaleRevision
from cases.models import Case, CaseEvent
from cases.policies import acting_role
from cases.selectors.chain import record_of
from cases.selectors.definitions import definition_of
from cms.accounts.facade import ActingRole
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
class Order:
    """What is to be done on which case and by whom; `actor` None is the system, which expects no revision.

    `comment` is text for the record, for the office alone if `internal`; `facts` are what else goes on record.
    """

    case_id: int
    name: str
    key: str
    actor: User | None
    expected_revision: int | None = None
    comment: str = ""
    internal: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    def checked(self) -> "Order":
        """Return the order with its comment stripped. Raises RequirementMissing for what cannot go on record."""
        if not 0 < len(self.key) <= MAX_KEY:
            raise RequirementMissing("idempotency_key", _("The request carries no usable key. Open the page again."))
        comment = self.comment.strip()
        if len(comment) > MAX_COMMENT:
            raise RequirementMissing(
                "comment", _("The comment has more than %(limit)d characters. Shorten it.") % {"limit": MAX_COMMENT}
            )
        return replace(self, comment=comment)

    def payload(self) -> dict[str, Any]:
        """Return what the event says beyond its columns."""
        said: dict[str, Any] = {"comment": self.comment} if self.comment else {}
        if self.comment and self.internal:
            said["internal"] = True
        if self.facts:
            said["facts"] = dict(self.facts)
        return said


@dataclass(frozen=True, slots=True)
class Turn:
    """A case, locked, while one step is taken on it."""

    case: Case
    definition: Definition
    order: Order

    @property
    def actor(self) -> User | None:
        """Return who acts; None is the system."""
        return self.order.actor


def once(order: Order, take: Callable[[Turn], CaseEvent]) -> PerformResult:
    """Lock the case and let `take` make its one event, unless the key of the order has made it before.

    Raises CaseNotFound, KeyReused, StaleRevision, RequirementMissing and what `take` raises.
    """
    order = order.checked()
    with transaction.atomic():
        case = _locked(order.case_id, order.actor)
        earlier = CaseEvent.objects.filter(case_id=case.pk, key=order.key).first()
        if earlier is not None:
            return _replayed(earlier, order)
        if order.expected_revision is not None and case.revision != order.expected_revision:
            raise StaleRevision(state=case.state, revision=case.revision)
        event = take(Turn(case, definition_of(case.version), order))
    return PerformResult(event.pk, event.seq, event.to_state, event.seq, replayed=False)


def _locked(case_id: int, actor: User | None) -> Case:
    """Lock the row of the case. A case that the actor may not see does not exist for them, whatever they send."""
    cases = Case.objects.all() if actor is None else Case.objects.visible_to(actor)
    case = cases.select_for_update(of=("self",)).select_related("version", "region").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def _replayed(earlier: CaseEvent, order: Order) -> PerformResult:
    actor_id = order.actor.pk if order.actor else None
    if earlier.transition != order.name or earlier.actor_id != actor_id:
        raise KeyReused
    return PerformResult(earlier.pk, earlier.seq, earlier.to_state, earlier.seq, replayed=True)


def append(
    turn: Turn,
    *,
    to_state: str,
    acting_for_id: int | None,
    facts: Mapping[str, Any] | None = None,
    role: ActingRole | None = None,
    enters: bool = True,
) -> CaseEvent:
    """Append the event of the turn to the chain and move the case; the caller holds the lock.

    `facts` join those of the order. `role` is the one in which the actor acts, where they hold several there.
    With `enters` False the state has another name and is the same: the time in it goes on.
    """
    case, order = turn.case, turn.order
    if role is None and order.actor is not None:
        role = acting_role(order.actor, acting_for_id)
    if facts:
        order = replace(order, facts={**order.facts, **facts})
    event = CaseEvent(
        case=case,
        case_number=case.number,
        version_id=case.version_id,
        seq=case.revision + 1,
        key=order.key,
        transition=order.name,
        from_state=case.state,
        to_state=to_state,
        actor=order.actor,
        actor_name=order.actor.get_full_name() if order.actor else "",
        acting_for_id=acting_for_id,
        on_behalf_of_id=role.on_behalf_of_id if role else None,
        on_behalf_of_name=role.on_behalf_of_name if role else "",
        payload=order.payload(),
        occurred_at=timezone.now(),
        prev_hash=case.head_hash or GENESIS,
    )
    event.hash = chain_hash(event.prev_hash, record_of(event, case.version.sha256))
    event.save(force_insert=True)
    _move(turn, event, enters)
    return event


def _move(turn: Turn, event: CaseEvent, enters: bool) -> None:
    case = turn.case
    if not enters:
        case.state = event.to_state
    elif event.to_state != case.state:
        final = turn.definition.state(event.to_state).kind == "final"
        case.state, case.state_entered_at, case.entered_seq = event.to_state, event.occurred_at, event.seq
        case.closed_at = event.occurred_at if final else None
    case.revision = event.seq
    case.head_hash = event.hash
    case.save(
        update_fields=[
            "state",
            "state_entered_at",
            "entered_seq",
            "closed_at",
            "revision",
            "head_hash",
            "updated_at",
        ]
    )
