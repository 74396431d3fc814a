"""The draft that a request is about."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from forms_app.errors import CoFillingOver
from forms_app.models import Draft
from forms_app.selectors.co_fillers import filling_for, was_withdrawn
from forms_app.selectors.drafts import known_draft, visible_draft
from forms_app.selectors.filling import Filling
from forms_app.web.signed_out import co_filling_over


def own_draft(user: Any, draft_id: uuid.UUID) -> Draft:
    """Return a draft of the person's organisations; everything else does not exist for them."""
    try:
        draft = visible_draft(user, draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    if draft.status == Draft.Status.CLOSED:
        raise Http404
    return draft


def filling_to_fill(user: Any, draft_id: uuid.UUID) -> Filling:
    """Return a draft as the person may fill it in: as its owner, or as a provider whom the owner invited.

    CoFillingOver once the owner has withdrawn the invitation; everything else does not exist for them.
    """
    draft = known_draft(draft_id)
    if draft is None or draft.status == Draft.Status.CLOSED:
        raise Http404
    filling = filling_for(user, draft)
    if filling is not None:
        return filling
    if was_withdrawn(user, draft_id):
        raise CoFillingOver
    raise Http404


def for_fillers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view of a draft to its owner and to a provider that fills in with the owner; it is given the filling.

    Somebody whose invitation was withdrawn is told so.
    """

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, draft_id: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            filling = filling_to_fill(request.user, draft_id)
        except CoFillingOver as refusal:
            return co_filling_over(request, refusal)
        return view(request, filling, *args, **kwargs)

    return opened
