"""A step of a case as a CloudEvent (cloudevents.io, 1.0): for webhooks and for the feed of the API.

It names no person and carries no text that somebody wrote: whoever may read more asks the API for it.
"""

from typing import Any

from django.conf import settings

from cases.engine.definition import Definition
from cases.models import Case, CaseEvent
from cases.models.webhook import EventKind

SPECVERSION = "1.0"
TYPE_PREFIX = "cn.pilotdesk.case."


def event_kind(event: CaseEvent, definition: Definition) -> EventKind:
    """Return what the step is to somebody outside: the first, one that ends the case, or one in between."""
    if event.to_state != event.from_state and definition.state(event.to_state).kind == "final":
        return EventKind.CLOSED
    return EventKind.OPENED if event.seq == 1 else EventKind.TRANSITION


def event_id(event: CaseEvent) -> str:
    """Return the id of the event, the same for ever: by it a receiver knows what it has had."""
    return f"{event.case_number}:{event.seq}"


def cloud_event(case: Case, event: CaseEvent, definition: Definition) -> dict[str, Any]:
    """Return `event` in the structured mode of CloudEvents."""
    return {
        "specversion": SPECVERSION,
        "id": event_id(event),
        "source": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/api/v1/cases",
        "type": f"{TYPE_PREFIX}{event_kind(event, definition)}",
        "subject": event.case_number,
        "time": event.occurred_at.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "case_type": definition.key,
            "region": case.region.code,
            "transition": event.transition,
            "from_state": event.from_state,
            "state": event.to_state,
            "public_state": definition.state(event.to_state).public_title,
            "state_kind": definition.state(event.to_state).kind,
            "revision": event.seq,
        },
    }
