"""Which step may still be taken back."""

from cases.engine.definition import UnknownTransition, transition_for
from cases.models import Case, CaseEvent
from cases.selectors.definitions import definition_of
from cms.accounts.models import User


def recallable(case: Case, user: User) -> CaseEvent | None:
    """Return the last step of the case if `user` took it and may take it back.

    Whoever takes up the work, declares for a seat or writes a score does so by a step of their own, which is then last.
    """
    last = CaseEvent.objects.filter(case=case, seq=case.revision, actor=user).first()
    if last is None or last.from_state == last.to_state:
        return None
    try:
        transition = transition_for(definition_of(case.version), last.from_state, last.transition)
    except UnknownTransition:
        return None
    return last if transition.recall else None
