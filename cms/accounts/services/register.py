"""Write down a fact about an organisation."""

import datetime

from django.db import transaction

from cms.accounts.models import RegisterEntry


@transaction.atomic
def register_fact(
    *,
    organisation_id: int,
    kind: str,
    since: datetime.date,
    until: datetime.date | None,
    case_number: str,
    note: str = "",
) -> RegisterEntry:
    """Write the fact; it is never changed again, what ends it is another fact."""
    return RegisterEntry.objects.create(
        organisation_id=organisation_id, kind=kind, since=since, until=until, case_number=case_number, note=note[:300]
    )
