"""The check-answers page and handing in."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.pdf import pdf_available
from forms_app.engine.display import display_parts
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.places import open_fields
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.errors import DraftIncomplete, FormsError, RemarksUnchanged
from forms_app.selectors.completeness import faults_of
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.paper import stamp_of
from forms_app.selectors.remarks import unchanged_anchors
from forms_app.services.draft_submit import draft_submit
from forms_app.web.drafts import own_draft
from forms_app.web.messages import FaultLine, fault_lines
from forms_app.web.person import person
from forms_app.web.presence import people_in_sections

LONGEST_KEY = 100


@dataclass(frozen=True)
class CheckLine:
    """One answer on the check page."""

    field: FieldSpec
    text: str
    items: Sequence[Any]
    open: bool
    remarked: bool
    unchanged: bool
    replies: Sequence[str] = ()
    later: bool = False


@dataclass(frozen=True)
class CheckSection:
    """One section on the check page with what is missing in it."""

    section: SectionSpec
    lines: Sequence[CheckLine]
    faults: Sequence[FaultLine]
    blank: bool
    later: bool = False


@login_required
@require_safe
def check(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show all answers before they are handed in."""
    filling = filling_of(own_draft(request.user, draft_id))
    if not filling.editable:
        return _handed_in(filling)
    return _page(request, filling, faults_of(filling))


@login_required
@require_POST
def submit(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Hand in; a second click shows the same submission."""
    draft = own_draft(request.user, draft_id)
    filling = filling_of(draft)
    if filling.editable and request.POST.get("declaration") != "yes":
        problem = _("Confirm that what you filled in is true before you submit.")
        return _page(request, filling, faults_of(filling), problem, "declaration")
    try:
        submission = draft_submit(
            draft_id=draft.pk,
            key=request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex,
            actor=person(request),
            accept_unchanged=request.POST.get("accept_unchanged") == "yes",
        )
    except DraftIncomplete as refusal:
        return _page(request, filling, refusal.faults, refusal.message)
    except RemarksUnchanged:
        problem = _("Change the places that the reviewer remarked on, or confirm that they are right as they are.")
        return _page(request, filling, faults_of(filling), problem, "accept_unchanged")
    except FormsError as refusal:
        return _page(request, filling, faults_of(filling), refusal.message)
    return redirect("forms_app:submission", submission.pk)


def _handed_in(filling: Filling) -> HttpResponse:
    if filling.submission is None:
        return redirect("forms_app:index")
    return redirect("forms_app:submission", filling.submission.pk)


def _page(
    request: HttpRequest,
    filling: Filling,
    faults: Mapping[str, Sequence[Fault]],
    problem: str = "",
    problem_at: str = "",
) -> HttpResponse:
    unchanged = unchanged_anchors(filling, filling.submission) if filling.submission else []
    sections = [_section(filling, one, faults.get(one.id, ()), unchanged) for one in filling.sections]
    people = people_in_sections(filling.draft, person(request))
    context = {
        "filling": filling,
        "draft": filling.draft,
        "spec": filling.spec,
        "sections": sections,
        "complete": not faults,
        "unchanged": unchanged,
        "problem": problem,
        "problem_at": problem_at,
        "declared": request.POST.get("declaration") == "yes",
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "stamp": stamp_of(filling, faults),
        "pdf_available": pdf_available(),
        "people": [(section.title, people[section.id]) for section in filling.spec.sections if section.id in people],
    }
    return render(request, "forms_app/check.html", context)


def _section(filling: Filling, section: SectionSpec, faults: Sequence[Fault], unchanged: Sequence[str]) -> CheckSection:
    values = filling.values(section)
    remarks = filling.remarks_on(section)
    same = open_fields(unchanged)
    lines = []
    for spec in section.fields:
        if not field_type(spec.type).has_value:
            continue
        text, items = display_parts(spec, values.get(spec.id), filling.lookups)
        lines.append(
            CheckLine(
                field=spec,
                text=text,
                items=items,
                open=spec.id in filling.open_fields,
                remarked=spec.id in remarks,
                unchanged=spec.id in same,
                replies=[one.reply for one in remarks.get(spec.id, ()) if one.reply],
                later=spec.id in filling.waiting,
            )
        )
    blank = bool(lines) and not any(line.text or line.items for line in lines)
    return CheckSection(
        section=section, lines=lines, faults=fault_lines(faults), blank=blank, later=filling.waits(section)
    )
