"""A form that was published again: what that means for one draft, and continuing with the newer version."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forms_app.engine.rebase import Changed, RebasePlan, Retired
from forms_app.errors import FormsError
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.rebase import newer_version, rebase_plan, shown_answer
from forms_app.services.draft_rebase import draft_rebase
from forms_app.web.drafts import own_draft
from forms_app.web.person import person

TOLD = {
    "label": gettext_lazy("the name"),
    "help": gettext_lazy("the instructions"),
    "required": gettext_lazy("whether it must be answered"),
    "unit": gettext_lazy("the unit"),
    "choices": gettext_lazy("the options"),
    "columns": gettext_lazy("the columns"),
    "rows": gettext_lazy("the rows"),
    "formula": gettext_lazy("how it is computed"),
    "visible": gettext_lazy("when it is asked"),
    "type": gettext_lazy("the kind of answer"),
}
OTHERWISE = gettext_lazy("the limits")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rebase(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show what the newer version changes for this draft; with POST continue with it."""
    draft = own_draft(request.user, draft_id)
    if request.method == "POST":
        return _continue(request, draft_id)
    filling = filling_of(draft)
    newest = newer_version(draft) if filling.editable else None
    if newest is None:
        return redirect("forms_app:tasks", draft.pk)
    plan = rebase_plan(filling, newest)
    context = {"draft": draft, "spec": filling.spec, "version": newest, **_plan_lines(filling, plan)}
    return render(request, "forms_app/rebase.html", context)


def _continue(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    number = request.POST.get("version", "")
    try:
        draft_rebase(
            draft_id=draft_id,
            to_version=int(number) if number.isdecimal() and len(number) < 7 else 0,
            actor=person(request),
        )
    except FormsError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You are filling in version %(number)s now.") % {"number": number})
    return redirect("forms_app:tasks", draft_id)


def _plan_lines(filling: Filling, plan: RebasePlan) -> dict[str, Any]:
    """Return the plan as the page lists it; what other parties fill in is not the filler's business."""
    own = {one.id for one in (*plan.old.sections, *plan.new.sections) if filling.party in one.parties}
    return {
        "added": [one for one in plan.added if one.section.id in own],
        "changed": [(one, changed_text(one)) for one in plan.changed if one.section.id in own],
        "gone": [one for section, one in plan.gone if section.id in own],
        "retired": [(one, _shown(filling, one)) for one in plan.retired if one.section.id in own],
    }


def changed_text(one: Changed) -> str:
    """Return what is asked differently, as words."""
    names = list(dict.fromkeys(str(TOLD.get(name, OTHERWISE)) for name in one.attributes))
    return "、".join(names)


def _shown(filling: Filling, one: Retired) -> Any:
    return shown_answer(one.spec, (one.section.id, one.section.title), one.value, one.typed, filling.lookups)
