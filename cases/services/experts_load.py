"""Enter specialities and experts from a document: a pool taken over, or the demo."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cases.models import Expert, Speciality
from cms.accounts.models import Organisation, User


@transaction.atomic
def experts_load(*, specialities: Sequence[Mapping[str, str]], experts: Sequence[Mapping[str, Any]]) -> int:
    """Add what is missing and return how many experts that were; what exists stays as staff left it."""
    for row in specialities:
        Speciality.objects.get_or_create(key=row["key"], defaults={"title": row["title"]})
    known = set(Expert.objects.values_list("user__email", flat=True))
    missing = [row for row in experts if row["email"] not in known]
    for row in missing:
        expert = Expert.objects.create(
            user=User.objects.get(email=row["email"]),
            employer=Organisation.objects.get(credit_code=row["employer"]),
            title=row.get("title", ""),
        )
        expert.specialities.set(Speciality.objects.filter(key__in=row["specialities"]))
        log(expert, "wagtail.create")
    return len(missing)
