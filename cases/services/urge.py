"""催办: remind those on whom a case waits."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import NotPermitted, UrgedAlready
from cases.models import Case, CaseEvent
from cases.policies import urges_as
from cases.selectors.definitions import definition_of
from cases.selectors.handlers import awaited
from cases.services.act import act
from cases.services.notify import case_path, write_to
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User

URGE = "$urge"
ONCE_IN = dt.timedelta(hours=24)


def urge(*, case_id: int, actor: User, note: str, idempotency_key: str) -> PerformResult:
    """Remind whoever the case waits for: who has it in hand, else everybody of the role; the applicant in a pause.

    Everybody may do so once a day for each case. Raises NotPermitted for who is neither a party nor an office over the
    case, and where it waits for nobody or for oneself; UrgedAlready.
    """

    def change(turn: Turn) -> tuple[int | None, dict[str, object]]:
        role = urges_as(turn.case, actor)
        people = [one for one in awaited(turn.case) if one.pk != actor.pk]
        if role is None or not people:
            raise NotPermitted
        if _urged(turn.case, actor):
            raise UrgedAlready
        return role.organisation_id, {"to": [one.pk for one in people]}

    def tell(case: Case, event: CaseEvent) -> None:
        people = User.objects.filter(pk__in=event.payload["facts"]["to"])
        _write(case, event, people, note)

    return act(
        case_id=case_id,
        name=URGE,
        actor=actor,
        idempotency_key=idempotency_key,
        comment=note,
        change=change,
        then=tell,
    )


def _urged(case: Case, actor: User) -> bool:
    since = timezone.now() - ONCE_IN
    return CaseEvent.objects.filter(case=case, transition=URGE, actor=actor, occurred_at__gt=since).exists()


def _write(case: Case, event: CaseEvent, people: Iterable[User], note: str) -> None:
    pauses = definition_of(case.version).state(case.state).kind == "pause"
    title = _("Reminder, please handle: %(title)s") % {"title": case.title}
    body = _("Case %(number)s has been waiting since %(day)s. %(note)s") % {
        "number": case.number,
        "day": timezone.localtime(case.state_entered_at).date(),
        "note": note,
    }
    path = case_path(case, "applicant" if pauses else "reviewers")
    write_to(people, key=f"case:{case.number}:{event.seq}", title=title, body=body, path=path)
