"""A system check of the calendar: `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.reference.selectors.calendar import missing_year

MISSING = "reference.W001"


@register(Tags.database)
def calendar_check(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Warn when this year, or from December on the next one, is not in the calendar."""
    if not databases:
        return []
    try:
        year = missing_year(timezone.localdate())
    except DatabaseError:
        # Before the first migration there is no calendar to check.
        return []
    if year is None:
        return []
    message = _("The working days of %(year)s are not in the calendar; deadlines that reach into it are refused.")
    return [
        Warning(str(message) % {"year": year}, hint=str(_("Enter them in the admin under Working days.")), id=MISSING)
    ]
