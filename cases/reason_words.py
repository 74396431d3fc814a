"""Why a last day is that day, in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def unit_words(length: int, unit: str) -> str:
    """Return a length of time: 10 working days."""
    words = {
        "working_day": _("%(count)d working days"),
        "calendar_day": _("%(count)d calendar days"),
        "month": _("%(count)d months"),
    }
    return words[unit] % {"count": length}


def unit_name(unit: str) -> str:
    """Return the unit of a term."""
    words = {
        "working_day": pgettext("unit of a term", "working days"),
        "calendar_day": pgettext("unit of a term", "calendar days"),
        "month": pgettext("unit of a term", "months"),
    }
    return words[unit]


def reason_words(reason: Mapping[str, Any], unit: str) -> str:
    """Return one stored reason in words."""
    first, last = dt.date.fromisoformat(reason["first"]), dt.date.fromisoformat(reason["last"])
    said = {
        "span": _span(first, last),
        "day": _day(first),
        "last": _day(last),
        "weekday": date_format(first, "l"),
        "name": reason.get("name", ""),
    }
    kind = reason["kind"]
    if kind == "extension":
        return _("extended by %(more)s: %(name)s") % {**said, "more": unit_words(reason["count"], unit)}
    if kind == "make_up":
        return _("%(day)s (%(weekday)s, people work: %(name)s) counts") % said
    words = {
        "holiday": _("%(span)s (%(name)s) do not count"),
        "weekend": _("%(span)s (weekend) do not count"),
        "pause": _("%(span)s the clock stood: %(name)s"),
        "month_end": _("the month has no such day, so its last day %(day)s counts"),
        "roll": _("%(day)s is a day off, so the last day is %(last)s"),
    }
    return words[kind] % said


def _day(day: dt.date) -> str:
    return date_format(day, pgettext("format of a day", "j F"))


def _span(first: dt.date, last: dt.date) -> str:
    if first == last:
        return _day(first)
    return _("from %(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def left_words(due: dt.date, today: dt.date) -> str:
    """Return how far off the last day is."""
    days = (due - today).days
    if days < 0:
        return _("overdue by %(count)d days") % {"count": -days}
    if days == 0:
        return _("due today")
    return _("%(count)d days left") % {"count": days}
