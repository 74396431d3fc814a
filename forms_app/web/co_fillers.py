"""Asking a provider to fill in with us, and answering such an invitation."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.core.throttle import allowed_again
from forms_app.directories import registered_directories
from forms_app.errors import FormsError
from forms_app.models import CoFiller
from forms_app.policies import CO_FILLING_KIND, party_of
from forms_app.selectors.co_fillers import RUNNING, changes_of, co_filling_sections, invitations_for
from forms_app.selectors.versions import spec_of
from forms_app.services.co_filler_answer import co_filler_answer
from forms_app.services.co_filler_invite import co_filler_invite
from forms_app.services.co_filler_withdraw import co_filler_withdraw
from forms_app.web.drafts import own_draft
from forms_app.web.person import person

SEARCHES = 60
LONGEST_QUERY = 100


@login_required
def co_fillers(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show who fills in with the owner and who changed what; with POST ask one more provider."""
    draft = own_draft(request.user, draft_id)
    problem = ""
    if request.method == "POST":
        chosen = request.POST.get("organisation", "")
        try:
            made = co_filler_invite(
                draft_id=draft.pk,
                organisation_id=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0,
                message=request.POST.get("message", ""),
                actor=person(request),
            )
        except FormsError as refusal:
            problem = refusal.message
        else:
            text = _("%(name)s has been asked. You see here when it accepts.") % {"name": made.organisation.name}
            messages.success(request, text)
            return redirect("forms_app:co_fillers", draft.pk)
    spec = spec_of(draft.version)
    shared = co_filling_sections(spec, draft.organisation.kind)
    sections = [one for one in spec.sections if one.id in shared]
    words = (request.POST.get("q") or request.GET.get("q", ""))[:LONGEST_QUERY].strip()
    titles = {one.id: one.title for one in sections}
    context = {
        "draft": draft,
        "spec": spec,
        "sections": sections,
        "co_fillers": draft.co_fillers.select_related("organisation", "invited_by"),
        "running": RUNNING,
        "changes": [(one, titles[one.section_id]) for one in changes_of(draft, shared)],
        "words": words,
        "found": _found(request, words),
        "message": request.POST.get("message", ""),
        "problem": problem,
    }
    return render(request, "forms_app/co_fillers.html", context, status=400 if problem else 200)


def _found(request: HttpRequest, words: str) -> Any:
    directory = registered_directories().get(CO_FILLING_KIND)
    if not words or directory is None:
        return ()
    if not allowed_again("directory", request.user.pk, limit=SEARCHES, seconds=60):
        return ()
    return directory.find(words)


@login_required
@require_POST
def co_filler_end(request: HttpRequest, draft_id: uuid.UUID, co_filler_id: int) -> HttpResponse:
    """Withdraw an invitation at once."""
    draft = own_draft(request.user, draft_id)
    if not draft.co_fillers.filter(pk=co_filler_id).exists():
        raise Http404
    ended = co_filler_withdraw(co_filler_id=co_filler_id, actor=person(request))
    text = _("%(name)s can no longer see or change this form. What it saved stays.") % {"name": ended.organisation.name}
    messages.success(request, text)
    return redirect("forms_app:co_fillers", draft.pk)


@login_required
def invitation(request: HttpRequest, co_filler_id: int) -> HttpResponse:
    """Show an invitation to the invited; with POST answer it."""
    found = invitations_for(request.user).filter(pk=co_filler_id).first()
    if found is None:
        raise Http404
    if found.status == CoFiller.Status.ACCEPTED:
        return redirect("forms_app:tasks", found.draft_id)
    problem = ""
    if request.method == "POST":
        accept = request.POST.get("answer") == "accept"
        try:
            co_filler_answer(co_filler_id=found.pk, accept=accept, actor=person(request))
        except FormsError as refusal:
            problem = refusal.message
        else:
            return redirect("forms_app:tasks", found.draft_id) if accept else redirect("forms_app:index")
    spec = spec_of(found.draft.version)
    shared = co_filling_sections(spec, found.draft.organisation.kind)
    context = {
        "invitation": found,
        "spec": spec,
        "sections": [one for one in spec.sections if one.id in shared],
        "party": party_of(CO_FILLING_KIND),
        "problem": problem,
    }
    return render(request, "forms_app/co_filler_invitation.html", context, status=409 if problem else 200)
