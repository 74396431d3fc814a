"""What a step's page sends beside the answers: its buttons, its revision, and which of its saves this is."""

import re
from typing import Any

from django.http import HttpResponseBase

from forms_app.services.section_merge import Writer

LONGEST_TOKEN = 40
CONFIRMED_FOR = 600
QUIET_ACTIONS = ("save", "stay", "previous", "upload")


def writer_of(post: Any) -> Writer:
    """Return which page sends the input and how often it has sent some; a page without scripts says nothing."""
    sequence = post.get("sequence", "")
    known = sequence.isdecimal() and len(sequence) < 10
    return Writer(post.get("writer", "")[:LONGEST_TOKEN], int(sequence)) if known else Writer()


def confirmed(response: HttpResponseBase, post: Any) -> HttpResponseBase:
    """Tell the browser which save arrived, so that it drops its own copy even if the page is gone."""
    writer = writer_of(post)
    if re.fullmatch(r"[\w-]+", writer.token):
        response.set_cookie("saved", f"{writer.token}.{writer.sequence}", max_age=CONFIRMED_FOR, samesite="Lax")
    return response


def stays(post: Any) -> bool:
    """Say whether the button only saves, so that missing answers are no fault yet."""
    return bool(post.get("rows") or post.get("remove-file") or post.get("action") in QUIET_ACTIONS)


def leaves(post: Any) -> bool:
    """Say whether the page of the section is gone after this save: closed by the script, or by one of its buttons."""
    if post.get("rows") or post.get("remove-file"):
        return False
    return bool(post.get("leaving")) or post.get("action") in ("save", "previous", "continue")


def number_of(text: str | None) -> int | None:
    """Return the revision that the page showed; a page without one is taken as having seen nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
