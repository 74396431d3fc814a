"""What a person may do to a case now."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.engine.definition import ORIGIN, Transition
from cases.errors import BARS
from cases.models import Case
from cases.policies import Hands, Verdict, fillable_sections
from cases.selectors.definitions import definition_of
from cases.selectors.hands import hands_of, verdict
from cases.selectors.origin import origin_of
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Action:
    """A button: the transition behind it and what it asks of the actor first.

    `targets` are the states to choose from as (key, title), where the step leads to several.
    """

    key: str
    title: str
    style: str
    needs_comment: bool
    needs_remarks: bool
    confirm: str
    targets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that the person's role would allow and that is not open to this person, with the reason."""

    key: str
    title: str
    reason: str


def available_actions(case: Case, user: User) -> list[Action]:
    """Return the transitions that `user` may take on `case` as it stands, in the order of the case type.

    The transitions that a handed-in form takes are not among them: they come with a round of the form or not at all.
    """
    return [_action(case, transition) for transition, found in _judged(case, user) if found.role is not None]


def refused_actions(case: Case, user: User) -> list[Refusal]:
    """Return the steps from which `user` is excluded by the rule of four eyes alone, each with the reason."""
    return [
        Refusal(transition.key, transition.title, str(BARS[found.barred]))
        for transition, found in _judged(case, user)
        if found.barred
    ]


def _judged(case: Case, user: User) -> Iterator[tuple[Transition, Verdict]]:
    """Yield the steps out of the present state that a person could take; the hands are read once, if at all."""
    definition = definition_of(case.version)
    hands: Hands | None = None
    for transition in definition.leaving(case.state):
        if transition.key in definition.form_steps:
            continue
        if transition.actor.exclude and hands is None:
            hands = hands_of(case)
        yield transition, verdict(transition.actor, case, user, hands)


def _action(case: Case, transition: Transition) -> Action:
    return Action(
        key=transition.key,
        title=transition.title,
        style=transition.style,
        needs_comment=transition.needs("comment_required"),
        needs_remarks=transition.needs("remarks_required"),
        confirm=transition.confirm,
        targets=_targets(case, transition),
    )


def _targets(case: Case, transition: Transition) -> tuple[tuple[str, str], ...]:
    if len(transition.targets) == 1:
        return ()
    definition = definition_of(case.version)
    origin = origin_of(case) if ORIGIN in transition.targets else ""
    keys = dict.fromkeys(origin if one == ORIGIN else one for one in transition.targets)
    return tuple((key, definition.state(key).title) for key in keys)


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
