"""What happened to a case, told to the office or to the applicant."""

import datetime
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from cases.acts import act_title, told_to_applicant
from cases.engine.definition import Definition, Transition, UnknownTransition, transition_for
from cases.models import Case, CaseEvent
from cases.selectors.definitions import definition_of

Audience = Literal["staff", "applicant"]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in words. `actor` is empty where the audience is not told the person."""

    seq: int
    at: datetime.datetime
    transition: str
    title: str
    from_state: str
    to_state: str
    state_kind: str
    actor: str
    organisation: str
    comment: str
    internal: bool
    round: int | None


def _transition(definition: Definition, event: CaseEvent) -> Transition | None:
    try:
        return transition_for(definition, event.from_state, event.transition)
    except UnknownTransition:
        return None


def _state_title(definition: Definition, key: str, public: bool) -> str:
    state = next((item for item in definition.states if item.key == key), None)
    if state is None:
        return key
    return state.public_title if public else state.title


def _title(transition: Transition, public: bool) -> str:
    return transition.public_title if public else transition.title


def _entry(event: CaseEvent, case: Case, audience: Audience) -> TimelineEntry:
    definition = definition_of(event.version)
    public = audience == "applicant"
    transition = _transition(definition, event)
    facts = event.payload.get("facts", {})
    title = _title(transition, public) if transition else act_title(event.transition, {} if public else facts)
    internal = bool(event.payload.get("internal"))
    # An office speaks to the applicant as an office; its people are named to colleagues only.
    named = not public or event.acting_for_id == case.applicant_id
    return TimelineEntry(
        seq=event.seq,
        at=event.occurred_at,
        transition=event.transition,
        title=title,
        from_state=_state_title(definition, event.from_state, public),
        to_state=_state_title(definition, event.to_state, public),
        state_kind=definition.state(event.to_state).kind,
        actor=_actor(event) if named else "",
        organisation=event.acting_for.name if event.acting_for else "",
        comment="" if public and internal else event.payload.get("comment", ""),
        internal=internal and not public,
        round=facts.get("round"),
    )


def _actor(event: CaseEvent) -> str:
    if not event.on_behalf_of_name:
        return event.actor_name
    names = {"actor": event.actor_name, "person": event.on_behalf_of_name}
    return _("%(actor)s (standing in for %(person)s)") % names


def timeline(case: Case, audience: Audience = "staff") -> list[TimelineEntry]:
    """Return the events of the case in order, in the words of the audience."""
    events = CaseEvent.objects.filter(case=case).select_related("version", "acting_for").order_by("seq")
    return [
        _entry(event, case, audience) for event in events if audience == "staff" or told_to_applicant(event.transition)
    ]
