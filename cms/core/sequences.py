"""Numbers given out one after another, each once."""

from django.db import transaction

from cms.core.models import NumberSequence


@transaction.atomic
def next_number(prefix: str) -> int:
    """Return the next number under `prefix`, starting at 1; the row stays locked until the caller's commit.

    A rolled-back caller gives its number back, so that references have no gaps.
    """
    sequence, _ = NumberSequence.objects.select_for_update().get_or_create(prefix=prefix)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
