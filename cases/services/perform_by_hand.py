"""A person takes a transition from a screen or through the API."""

from collections.abc import Mapping
from typing import Any

from cases.models import Case
from cases.services.perform import PerformResult, perform
from cms.accounts.models import User


def perform_by_hand(
    *,
    case: Case,
    transition: str,
    expected_revision: int,
    idempotency_key: str,
    actor: User,
    payload: Mapping[str, Any],
) -> PerformResult:
    """Take one transition as a person; raises what `perform` raises."""
    return perform(
        case_id=case.pk,
        transition=transition,
        expected_revision=expected_revision,
        idempotency_key=idempotency_key,
        actor=actor,
        payload=payload,
    )
