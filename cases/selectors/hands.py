"""Through whose hands a case has gone, for the rule of four eyes."""

from cases.engine.definition import ActorRule
from cases.models import Case, CaseEvent
from cases.policies import NOBODY, Hands, Verdict, judge
from cases.selectors.definitions import definition_of
from cms.accounts import facade as people
from cms.accounts.models import User


def hands_of(case: Case) -> Hands:
    """Return who opened or handed in the case and who took its last step: those who acted and those they stood in for.

    What the system did by itself, and steps that leave the case where it stands, are nobody's last step.
    """
    opening = definition_of(case.version).opening
    handed_in = {opening.first, opening.again} - {""}
    initiators, previous = {case.opened_by_id}, set[int | None]()
    events = (
        CaseEvent.objects.filter(case=case, actor__isnull=False).exclude(transition__startswith="$").order_by("seq")
    )
    for seq, transition, *both in events.values_list("seq", "transition", "actor_id", "on_behalf_of_id"):
        previous = set(both)
        if seq == 1 or transition in handed_in:
            initiators.update(both)
    parties = {case.applicant_id, case.provider_id}
    return Hands(_known(initiators), _known(previous), people.people_of_organisations(_known(parties)))


def _known(found: set[int | None]) -> frozenset[int]:
    return frozenset(one for one in found if one is not None)


def verdict(rule: ActorRule, case: Case, actor: User | None, hands: Hands | None = None) -> Verdict:
    """Say in which role `actor` may take a step on `case` as it stands, or what bars them.

    Whoever judges several steps of one case reads its hands once and passes them on.
    """
    if hands is None:
        hands = hands_of(case) if rule.exclude and actor is not None else NOBODY
    return judge(rule, case, actor, hands)
