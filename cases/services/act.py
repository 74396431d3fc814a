"""Steps that leave a case in its state: `$claim`, `$transfer`, `$seal` and whatever else no case type names."""

from collections.abc import Callable, Mapping
from typing import Any

from cases.models import Case, CaseEvent
from cases.services.step import Order, PerformResult, Turn, append, once
from cms.accounts.models import User

# Decides and writes under the lock; returns for which organisation the actor acts, and facts for the record.
Change = Callable[[Turn], tuple[int | None, Mapping[str, Any]]]


def act(
    *,
    case_id: int,
    name: str,
    actor: User | None,
    idempotency_key: str,
    change: Change,
    expected_revision: int | None = None,
    comment: str = "",
    internal: bool = False,
    then: Callable[[Case, CaseEvent], None] | None = None,
) -> PerformResult:
    """Take the step `name` once: `change` under the lock, then the event, then `then` in the same transaction.

    Without `expected_revision` the step suits whatever happened meanwhile, as a sealed score sheet does.
    Raises CaseNotFound, KeyReused, StaleRevision and what `change` and `then` raise.
    """

    def take(turn: Turn) -> CaseEvent:
        acting_for_id, facts = change(turn)
        event = append(turn, to_state=turn.case.state, acting_for_id=acting_for_id, facts=facts)
        if then is not None:
            then(turn.case, event)
        return event

    return once(Order(case_id, name, idempotency_key, actor, expected_revision, comment, internal), take)
