"""What the filler is told whose page still shows an older version of the form."""

from collections.abc import Sequence
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from forms_app.models import Draft


def is_older(post: Any, draft: Draft) -> bool:
    """Say whether a page was sent that showed another version than the draft's."""
    shown = post.get("version", "")
    return bool(shown) and shown != str(draft.version.number)


def rebased_text(draft: Draft, retired: Sequence[str]) -> str:
    """Return that the form was updated meanwhile, and which answers only the drawer has a place for."""
    text = _("The form has been updated to version %(number)s meanwhile. What you typed has been saved.") % {
        "number": draft.version.number
    }
    if not retired:
        return text
    kept = _("The new version no longer asks these here; they are kept under “Answers to earlier versions”: %(names)s")
    return text + kept % {"names": "、".join(retired)}


def rebased(draft: Draft, retired: Sequence[str]) -> JsonResponse:
    """Tell the script: everything is saved, and the page has to be opened anew."""
    answer = {
        "error": "rebased",
        "message": rebased_text(draft, retired),
        "next": reverse("forms_app:tasks", args=[draft.pk]),
    }
    return JsonResponse(answer, status=409)
