"""What a person may do to a case now."""

from dataclasses import dataclass

from cases.models import Case
from cases.policies import acts_as, fillable_sections
from cases.selectors.definitions import definition_of
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Action:
    """A button: the transition behind it and what it asks of the actor first."""

    key: str
    title: str
    style: str
    needs_comment: bool
    needs_remarks: bool
    confirm: str


def available_actions(case: Case, user: User) -> list[Action]:
    """Return the transitions that `user` may take on `case` as it stands, in the order of the case type.

    The transitions that a handed-in form takes are not among them: they come with a round of the form or not at all.
    """
    definition = definition_of(case.version)
    return [
        Action(
            key=transition.key,
            title=transition.title,
            style=transition.style,
            needs_comment=transition.needs("comment_required"),
            needs_remarks=transition.needs("remarks_required"),
            confirm=transition.confirm,
        )
        for transition in definition.transitions
        if case.state in transition.sources
        and transition.key not in definition.form_steps
        and acts_as(transition.actor, case, user) is not None
    ]


def sections_open_to(case: Case, user: User) -> frozenset[str]:
    """Return the keys of the form's sections that `user` may fill in while the case stands where it stands."""
    state = definition_of(case.version).state(case.state)
    return frozenset(fillable_sections(dict(state.sections), case, user))


def state_title(case: Case, *, public: bool = False) -> str:
    """Return the words for the state of the case: the office's or the applicant's."""
    state = definition_of(case.version).state(case.state)
    return state.public_title if public else state.title


def state_kind(case: Case) -> str:
    """Return the kind of the state in which the case stands: start, work, pause or final."""
    return definition_of(case.version).state(case.state).kind
