"""Words and colours for what the pages about cases show."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms_app.facade import is_picture_name

register = template.Library()
register.filter("is_picture", is_picture_name)

BADGES = {"start": "info", "work": "warning", "pause": "neutral", "final": "success"}
READS = {
    "detail": gettext_lazy("case"),
    "attachment": gettext_lazy("attachment"),
    "preview": gettext_lazy("small picture"),
    "paper": gettext_lazy("printed form"),
    "section": gettext_lazy("section of the office"),
    "print": gettext_lazy("print view"),
    "compare": gettext_lazy("comparison of two rounds"),
    "access": gettext_lazy("who has access"),
    "changes": gettext_lazy("record of changes"),
    "deadline": gettext_lazy("deadline of the case"),
    "export": gettext_lazy("export"),
    "draws": gettext_lazy("draws of experts"),
    "meeting": gettext_lazy("record of the meeting"),
    "minutes": gettext_lazy("minutes of the meeting"),
    "review": gettext_lazy("review by an expert"),
    "api": gettext_lazy("API"),
    "events": gettext_lazy("API"),
}

EXCLUDED = {
    "barred": gettext_lazy("barred at the time"),
    "same_employer": gettext_lazy("works for a party of the case"),
    "member": gettext_lazy("member of a party of the case"),
    "left": gettext_lazy("has left a panel of this case"),
    "acted": gettext_lazy("has acted on this case"),
}

MINUTE, HOUR, DAY = 60, 3600, 86400


@register.filter
def time_in_state(since: datetime.datetime) -> str:
    """Return how long ago `since` was, in its largest unit: 3 days, 5 hours, 20 minutes, just now."""
    seconds = int((timezone.now() - since).total_seconds())
    if seconds >= DAY:
        days = seconds // DAY
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if seconds >= HOUR:
        hours = seconds // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if seconds >= MINUTE:
        minutes = seconds // MINUTE
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("just now")


@register.filter
def badge(kind: str) -> str:
    """Return the colour of a kind of state."""
    return BADGES.get(kind, "neutral")


@register.filter
def what_was_read(what: str) -> str:
    """Return in words what an entry of the read log is about: the part before the colon says it."""
    key = what.partition(":")[0]
    return str(READS.get(key, what))


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key that a variable names; "" if nothing."""
    return found.get(key, "")


@register.filter
def remark_count(section: Any) -> int:
    """Return how many remarks of a section wait: being written, or sent and not answered."""
    return sum(remark.answered_in_round is None for field in section.fields for remark in field.all_remarks)


@register.filter
def public_badge(kind: str) -> str:
    """Return the colour of a kind of state in the portal, where a return is what asks for action."""
    return {"start": "info", "work": "info", "pause": "warning", "final": "success"}.get(kind, "info")


@register.filter
def why_excluded(reason: str) -> str:
    """Return in words why somebody was not in a draw."""
    return str(EXCLUDED.get(reason, reason))
