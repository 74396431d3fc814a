"""Give messages that were given up another round of attempts."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.models import OutboxMessage, OutboxQuerySet

NAMED_IN_LOG = 20


@transaction.atomic
def outbox_replay(*, messages: OutboxQuerySet, actor: Any) -> int:
    """Let the worker try the dead ones of `messages` again, as often as the first time; return how many they are.

    One entry in the audit log says who did it and to which. The last error stays until the next attempt.
    """
    # Not even a mail that waits for its next attempt: its worker may hold it at this moment.
    dead = messages.in_state(OutboxMessage.State.DEAD)
    found = list(dead.select_for_update().order_by("pk").values_list("pk", "key"))
    if not found:
        return 0
    ids = [pk for pk, _key in found]
    OutboxMessage.objects.filter(pk__in=ids).update(dead_at=None, attempts=0, next_attempt_at=timezone.now())
    log(
        OutboxMessage.objects.get(pk=ids[0]),
        "core.outbox_replay",
        user=actor,
        data={"count": len(ids), "keys": [key for _pk, key in found[:NAMED_IN_LOG]]},
    )
    return len(ids)
