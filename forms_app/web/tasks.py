"""The task list of a draft, and giving it up."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.pdf import pdf_available
from forms_app.engine.spec import SectionSpec
from forms_app.errors import FormsError
from forms_app.selectors.co_fillers import co_filling_sections
from forms_app.selectors.completeness import Progress, progress_of
from forms_app.selectors.filling import Filling, accepted_before
from forms_app.selectors.rebase import drawer, newer_version
from forms_app.selectors.versions import spec_of
from forms_app.services.draft_discard import draft_discard
from forms_app.web.drafts import for_fillers, own_draft
from forms_app.web.person import person
from forms_app.web.presence import people_in_sections


@require_safe
@for_fillers
def tasks(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Show the sections with how far they are."""
    prefetch_related_objects(list(filling.answers.values()), "author")
    if not filling.editable and filling.submission is not None:
        return redirect("forms_app:submission", filling.submission.pk)
    progress = progress_of(filling)
    saved = [one.answer for one in progress if one.answer is not None and one.answer.typed_revision > 0]
    to_do = [one for one in progress if one.progress not in (Progress.LOCKED, Progress.LATER)]
    people = people_in_sections(filling.draft, person(request))
    context = {
        "filling": filling,
        "draft": filling.draft,
        "spec": filling.spec,
        "progress": [(one, people.get(one.section.id)) for one in progress],
        "done": sum(1 for one in to_do if one.progress is Progress.COMPLETE),
        "total": len(to_do),
        "last_saved": max(saved, key=lambda one: one.saved_at, default=None),
        "newer": newer_version(filling.draft) if filling.acting_for is None else None,
        "drawer": drawer(filling) if filling.acting_for is None else (),
        "earlier": _earlier(filling),
        "shared": filling.acting_for is None and co_filling_sections(filling.spec, filling.draft.organisation.kind),
        "pdf_available": pdf_available(),
        "resume": _resume_key(filling.draft.current_section, filling.sections),
    }
    return render(request, "forms_app/tasks.html", context)


def _earlier(filling: Filling) -> str | None:
    """Return the reference of the sheet that was accepted before; it is the owner's, a co-filler does not see it."""
    if filling.acting_for is not None:
        return None
    return accepted_before(filling.draft).values_list("submission__reference", flat=True).first()


def _resume_key(section_id: str, sections: Sequence[SectionSpec]) -> str:
    found = next((one for one in sections if one.id == section_id), sections[0] if sections else None)
    return found.key if found else ""


@login_required
def discard(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Ask whether the draft is to be given up; with POST do it."""
    draft = own_draft(request.user, draft_id)
    if request.method != "POST":
        return render(request, "forms_app/discard.html", {"draft": draft, "title": spec_of(draft.version).title})
    try:
        draft_discard(draft_id=draft.pk, actor=person(request))
    except FormsError as refusal:
        messages.error(request, refusal.message)
        return redirect("forms_app:tasks", draft.pk)
    messages.success(request, _("The draft has been discarded."))
    return redirect("forms_app:index")
