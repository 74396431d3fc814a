"""Who receives submissions: other rooms register here, versions name their receivers."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.accounts.models import User
from forms_app.engine.spec import FormSpec
from forms_app.errors import SinkUnknown
from forms_app.models import SinkDelivery, Submission, SubmissionRound


@dataclass(frozen=True)
class Delivery:
    """What a receiver is told about one round; it reads the answers through the facade if it needs them."""

    submission_id: uuid.UUID
    reference: str
    round: int
    kind: str
    version_id: int
    organisation_id: int
    region_id: int
    actor_id: int
    key: str
    title: str
    params: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[Delivery], None]
_handlers: dict[str, Handler] = {}


def register_sink(name: str, handler: Handler) -> None:
    """Make `handler` receive the submissions of every form version that names `name`."""
    _handlers[name] = handler


def registered_sinks() -> frozenset[str]:
    """Return the names that a form version may use."""
    return frozenset(_handlers)


def sinks_deliver(*, submission: Submission, handed_in: SubmissionRound, spec: FormSpec, actor: User) -> None:
    """Give a round to every receiver that the version names, inside the caller's transaction, once each."""
    for sink in spec.sinks:
        name = str(sink["sink"])
        handler = _handlers.get(name)
        if handler is None:
            raise SinkUnknown(sink=name)
        _delivery, new = SinkDelivery.objects.get_or_create(round=handed_in, sink=name)
        if not new:
            continue
        handler(
            Delivery(
                submission_id=submission.pk,
                reference=submission.reference,
                round=handed_in.number,
                kind=handed_in.kind,
                version_id=submission.version_id,
                organisation_id=submission.organisation_id,
                region_id=submission.organisation.region_id,
                actor_id=actor.pk,
                key=handed_in.key,
                title=spec.title,
                params=sink.get("params", {}),
            )
        )
