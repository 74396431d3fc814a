"""The record of changes of a sheet, for those who fill it in."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forms_app.selectors.sheet_changes import changes_of_sheet
from forms_app.web.drafts import own_draft


@login_required
@never_cache
@require_safe
def changes(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show what was changed, by whom and when; ?section= narrows it."""
    draft = own_draft(request.user, draft_id)
    context = {"draft": draft, "changes": changes_of_sheet(draft, request.GET, office=False)}
    return render(request, "forms_app/changes.html", context)
