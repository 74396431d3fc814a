"""How far a case is, for whoever holds its number and the credit code of its applicant: no names, no remarks."""

import datetime
from dataclasses import dataclass

from cases.engine.definition import Definition, State
from cases.models import Case
from cases.models.case import Confidentiality
from cases.selectors.definitions import definition_of
from cases.selectors.dossier import Step, kind_for_applicant, progress


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """What stands on the page. `next` is blank where the words for all states of `kind` fit."""

    number: str
    title: str
    state: str
    kind: str
    next: str
    steps: tuple[Step, ...]
    opened_at: datetime.datetime
    since: datetime.datetime
    closed_at: datetime.datetime | None


def public_progress(number: str, credit_code: str) -> PublicProgress | None:
    """Return the progress of the case that both belong to; None for every other pair, and for confidential cases.

    One query looks for both at once: whether it was the number or the code that is wrong cannot be told from outside.
    """
    open_to_holders = Case.objects.exclude(confidentiality=Confidentiality.CONFIDENTIAL)
    case = (
        open_to_holders.filter(number=number, applicant__credit_code=credit_code)
        .select_related("version", "submission")
        .first()
    )
    if case is None:
        return None
    definition = definition_of(case.version)
    state = definition.state(case.state)
    return PublicProgress(
        number=case.number,
        title=definition.title,
        state=state.public_title,
        kind=kind_for_applicant(case, state),
        next=state.public_next,
        steps=_phases(definition, state) or tuple(progress(case)),
        opened_at=case.created_at,
        since=case.state_entered_at,
        closed_at=case.closed_at,
    )


def _phases(definition: Definition, now: State) -> tuple[Step, ...]:
    """Return the phases with how far the case is; none where the case type has none or the state is in none of them.

    A closed case has left all of them behind.
    """
    keys = [phase.key for phase in definition.phases]
    if now.kind == "final":
        return tuple(Step(phase.public_title, done=True, current=False) for phase in definition.phases)
    if now.phase not in keys:
        return ()
    position = keys.index(now.phase)
    return tuple(
        Step(phase.public_title, done=i < position, current=i == position) for i, phase in enumerate(definition.phases)
    )
