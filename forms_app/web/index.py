"""Entrance: what may be begun, what is being filled in, what was handed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cms.accounts.facade import acting_roles
from forms_app.errors import FormsError
from forms_app.selectors.co_fillers import invitations_for
from forms_app.selectors.drafts import OpenForm, drafts_for, open_forms_for, submissions_for
from forms_app.services.draft_start import draft_start
from forms_app.web.person import person

SHOWN_SUBMISSIONS = 50


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the open forms, the drafts and the submissions of the person's organisations."""
    context = {
        "open_forms": open_forms_for(request.user),
        "drafts": list(drafts_for(request.user)),
        "invitations": list(invitations_for(request.user)),
        "acts": bool(acting_roles(request.user)),
        "submissions": list(submissions_for(request.user)[:SHOWN_SUBMISSIONS]),
    }
    return render(request, "forms_app/index.html", context)


@login_required
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Explain a form; with POST begin it for one of the person's organisations."""
    form = next((one for one in open_forms_for(request.user) if one.code == code), None)
    if form is None:
        raise Http404
    if request.method != "POST":
        return _explain(request, form)
    try:
        draft = draft_start(form_code=code, organisation_id=_organisation(request, form), actor=person(request))
    except FormsError as refusal:
        return _explain(request, form, refusal.message)
    return redirect("forms_app:tasks", draft.pk)


def _organisation(request: HttpRequest, form: OpenForm) -> int:
    chosen = request.POST.get("organisation", "")
    if not chosen and len(form.organisations) == 1:
        return form.organisations[0].organisation_id
    return int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0


def _explain(request: HttpRequest, form: OpenForm, problem: str = "") -> HttpResponse:
    drafts = [one for one in drafts_for(request.user) if one.version.definition_id == form.version.definition_id]
    context = {"form": form, "spec": form.spec, "drafts": drafts, "problem": problem}
    return render(request, "forms_app/start.html", context, status=400 if problem else 200)
