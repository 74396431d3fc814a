"""The versions of a case type with the days on which each is for new cases."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from cases.models import CaseTypeVersion

Standing = Literal["planned", "in_force", "ended"]


@dataclass(frozen=True, slots=True)
class VersionDays:
    """A version and its first and last day; a version ends at the latest on the day before the next begins."""

    version: CaseTypeVersion
    begins: dt.date | None
    ends: dt.date | None
    standing: Standing


def versions_of(case_type: str) -> list[VersionDays]:
    """Return the versions of the case type with this key, newest first."""
    versions = CaseTypeVersion.objects.filter(case_type__key=case_type).select_related("published_by", "case_type")
    days, later = [], None
    for version in versions.order_by("-number"):
        days.append(_days(version, later))
        later = version.valid_from or later
    return days


def _days(version: CaseTypeVersion, later: dt.date | None) -> VersionDays:
    until = [day for day in (version.valid_until, later - dt.timedelta(days=1) if later else None) if day is not None]
    ends = min(until, default=None)
    today = timezone.localdate()
    standing: Standing = "in_force"
    if version.valid_from is not None and version.valid_from > today:
        standing = "planned"
    elif ends is not None and ends < today:
        standing = "ended"
    return VersionDays(version, version.valid_from, ends, standing)
