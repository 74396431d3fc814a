"""The events of a case as the records that the hash chain covers."""

from typing import Any

from cases.engine.record import event_record
from cases.models import CaseEvent


def record_of(event: CaseEvent, version_sha256: str) -> dict[str, Any]:
    """Return the canonical record of an event; `version_sha256` belongs to the version it happened under."""
    return event_record(
        case_number=event.case_number,
        seq=event.seq,
        key=event.key,
        transition=event.transition,
        from_state=event.from_state,
        to_state=event.to_state,
        version_sha256=version_sha256,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        acting_for_id=event.acting_for_id,
        on_behalf_of_id=event.on_behalf_of_id,
        on_behalf_of_name=event.on_behalf_of_name,
        payload=event.payload,
        occurred_at=event.occurred_at,
    )
