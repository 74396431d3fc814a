"""What happened to the cases that a person may see, in order, for systems that ask instead of being told."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.selectors.definitions import definition_of
from cases.selectors.events import cloud_event
from cms.accounts.models import User

# Two steps at once may commit in the other order than they are numbered: whoever reads at once would miss one.
SETTLED = dt.timedelta(seconds=5)


def events_after(user: User, after: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Return up to `limit` CloudEvents after the cursor `after`, and the cursor for the next call.

    The system's own steps within a state (`$claim` …) are work of the office and not among them.
    """
    found = (
        CaseEvent.objects.filter(case__in=Case.objects.visible_to(user), pk__gt=after)
        .filter(occurred_at__lte=timezone.now() - SETTLED)
        .exclude(transition__startswith="$")
        .select_related("case__region", "version")
        .order_by("pk")[:limit]
    )
    events = list(found)
    return [cloud_event(one.case, one, definition_of(one.version)) for one in events], (
        events[-1].pk if events else after
    )
