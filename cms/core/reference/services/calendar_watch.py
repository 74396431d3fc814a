"""Tell the calendar's owners in time that a year is missing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cms.core.outbox import post
from cms.core.reference.selectors.calendar import missing_year

TOPIC = "reference.calendar_year_missing"


@transaction.atomic
def calendar_year_report(*, year: int, today: dt.date | None = None) -> None:
    """Leave a message to the calendar's owners that a year is asked for and missing; at most once a day."""
    day = today or timezone.localdate()
    post(topic=TOPIC, key=f"{TOPIC}:{year}:{day.isoformat()}", payload={"year": year})


def calendar_watch() -> None:
    """Look every day, from 1 December on, whether next year has been entered; a reminder goes out every Monday."""
    today = timezone.localdate()
    year = missing_year(today)
    if year is not None and today.weekday() == 0:
        calendar_year_report(year=year, today=today)
