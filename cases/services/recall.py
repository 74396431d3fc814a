"""撤回: take a step back before the next person acts."""

from cases.engine.definition import ActorRule, Transition
from cases.errors import RecallTooLate
from cases.models import CaseEvent
from cases.policies import handles_as
from cases.selectors.recall import recallable
from cases.services.effects import Step
from cases.services.followers import follow
from cases.services.step import Order, PerformResult, Turn, append, once
from cases.services.tasks import give
from cms.accounts.models import User

RECALL = "$recall"


def recall(*, case_id: int, actor: User, reason: str, idempotency_key: str, expected_revision: int) -> PerformResult:
    """Put the case back to where it stood before the last step, which the actor took and which may be taken back.

    Raises RecallTooLate where the step is not the last one, not the actor's own or not of that kind, and when somebody
    has taken the work on already.
    """
    order = Order(case_id, RECALL, idempotency_key, actor, expected_revision, reason, internal=True)

    def take(turn: Turn) -> CaseEvent:
        undone = recallable(turn.case, actor)
        if undone is None:
            raise RecallTooLate
        facts = {"recalled": undone.seq}
        event = append(turn, to_state=undone.from_state, acting_for_id=undone.acting_for_id, facts=facts)
        step = Step(turn.case, event, turn.definition, _way_back(undone), actor)
        follow(step)
        if handles_as(turn.definition, turn.case, actor):
            give(turn.case, actor)
        return event

    return once(order, take)


def _way_back(undone: CaseEvent) -> Transition:
    """Return the step against the arrow: no case type names it, and it sets nothing going of its own."""
    return Transition(
        key=RECALL,
        title=RECALL,
        public_title=RECALL,
        sources=(undone.to_state,),
        targets=(undone.from_state,),
        actor=ActorRule((), "system"),
    )
