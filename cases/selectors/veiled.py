"""Which submissions of their regions the lists of forms hide from a reviewer: those of cases beyond their clearance."""

from typing import Any

from django.db.models import Q, QuerySet

from cases.engine.definition import LEVELS
from cases.models import Case
from cases.models.visibility import up_to
from cms.accounts.facade import readable_regions_by_clearance
from cms.accounts.models import User


def veiled_submissions(user: User) -> QuerySet[Case, Any] | None:
    """Return the ids of the submissions behind cases above the reviewer's clearance; None where there cannot be any."""
    above = Q()
    for level, regions in readable_regions_by_clearance(user).items():
        if level != LEVELS[-1]:
            above |= Q(region_id__in=regions, confidentiality__in=set(LEVELS) - set(up_to(level)))
    if not above:
        return None
    return Case.objects.filter(above, submission__isnull=False).order_by().values("submission_id")
