"""Short ASCII addresses for pages with Chinese titles."""

import datetime
import re

from wagtail.models import Page


def dated_slug(*, parent: Page, day: datetime.date) -> str:
    """Return the first free address of the form 20250106-1 below `parent`."""
    stem = f"{day:%Y%m%d}-"
    taken = parent.get_children().filter(slug__startswith=stem).values_list("slug", flat=True)
    serials = [int(match[1]) for slug in taken if (match := re.fullmatch(rf"{stem}(\d+)", slug))]
    return f"{stem}{max(serials, default=0) + 1}"
