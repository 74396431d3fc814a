"""Tell the endpoints of other systems what happened: one message into the outbox for each that may hear of it."""

from cases.selectors.events import cloud_event, event_id, event_kind
from cases.selectors.webhooks import listeners
from cases.services.effects import Step
from cms.core import outbox

TOPIC = "webhook"


def post_events(step: Step) -> None:
    """Post a step to every endpoint that may hear of it and wants to."""
    told = listeners()
    if not told:
        return
    kind = event_kind(step.event, step.definition)
    document = cloud_event(step.case, step.event, step.definition)
    for listener in told:
        if listener.wants(step.case, kind):
            outbox.post(
                topic=TOPIC,
                key=f"webhook:{listener.endpoint_id}:{event_id(step.event)}",
                payload={"endpoint": listener.endpoint_id, "event": document},
            )
