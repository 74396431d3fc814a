"""What is on record of an organisation."""

import datetime

from cms.accounts.models import RegisterEntry
from cms.accounts.models.register import RegisterEntryQuerySet


def facts_on(organisation_id: int, kind: str, day: datetime.date) -> RegisterEntryQuerySet:
    """Return the facts of a kind that hold for an organisation on a day."""
    return RegisterEntry.objects.holding(day).filter(organisation_id=organisation_id, kind=kind)


def facts_since(organisation_id: int, kind: str, day: datetime.date) -> RegisterEntryQuerySet:
    """Return the facts of a kind that began on a day or after it, such as the warnings of the last twelve months."""
    return RegisterEntry.objects.filter(organisation_id=organisation_id, kind=kind, since__gte=day)
