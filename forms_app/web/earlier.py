"""Taking answers over from last year's accepted sheet, field by field."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from forms_app.engine.display import display_parts
from forms_app.engine.earlier import CHANGED, FILES, LISTED, REFUSED, SAME, Offer
from forms_app.engine.spec import SectionSpec
from forms_app.errors import FormsError
from forms_app.selectors.earlier import earlier_offers, earlier_sheet
from forms_app.selectors.filling import Filling, filling_of
from forms_app.services.earlier_adopt import earlier_adopt, earlier_undo
from forms_app.web.drafts import own_draft
from forms_app.web.messages import fault_text
from forms_app.web.person import person

REASONS = {
    FILES: gettext_lazy("Files are not taken over; upload them anew."),
    LISTED: gettext_lazy("This option is no longer in the list; choose anew."),
    CHANGED: gettext_lazy("The question is asked differently now; answer it anew."),
    REFUSED: gettext_lazy("The form does not accept this answer any more."),
    SAME: gettext_lazy("The same as now."),
}


@dataclass(frozen=True)
class OfferLine:
    """One row of the table: what was answered, what stands now, and whether it can be taken over."""

    offer: Offer
    earlier: tuple[str, Sequence[Any]]
    now: tuple[str, Sequence[Any]]
    reason: str


@dataclass(frozen=True)
class OfferSection:
    """One section of the screen."""

    section: SectionSpec
    lines: Sequence[OfferLine]
    offered: int
    overwriting: int


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show what last year's sheet offers; with POST take the chosen answers over, or undo that."""
    filling = filling_of(own_draft(request.user, draft_id))
    if request.method == "POST":
        return _act(request, filling)
    sheet = earlier_sheet(filling) if filling.editable else None
    if sheet is None:
        return redirect("forms_app:tasks", draft_id)
    sections = [_section(filling, section, offers) for section, offers in earlier_offers(filling, sheet)]
    context = {
        "draft": filling.draft,
        "spec": filling.spec,
        "sheet": sheet,
        "sections": sections,
        "offered": sum(one.offered for one in sections),
        "undo": request.GET.get("taken", ""),
    }
    return render(request, "forms_app/earlier.html", context)


def _act(request: HttpRequest, filling: Filling) -> HttpResponse:
    draft_id = filling.draft.pk
    address = redirect("forms_app:earlier", draft_id)
    try:
        if request.POST.get("action") == "undo":
            undone = earlier_undo(draft_id=draft_id, batch=request.POST.get("batch", ""), actor=person(request))
            text = ngettext("%(count)s answer is as before.", "%(count)s answers are as before.", undone)
            messages.success(request, text % {"count": undone})
            return address
        chosen = _chosen(request, filling)
        if not chosen:
            messages.warning(request, _("Tick what you want to take over first."))
            return address
        reference = request.POST.get("reference", "")
        batch, count = earlier_adopt(draft_id=draft_id, reference=reference, field_ids=chosen, actor=person(request))
    except FormsError as refusal:
        messages.warning(request, refusal.message)
        return redirect("forms_app:tasks", draft_id)
    text = ngettext("%(count)s answer was taken over.", "%(count)s answers were taken over.", count)
    messages.success(request, text % {"count": count})
    address["Location"] += f"?taken={batch}"
    return address


def _chosen(request: HttpRequest, filling: Filling) -> set[str]:
    """Return the ids of the fields that were ticked, one by one or by their section or the sheet."""
    chosen = set(request.POST.getlist("field"))
    whole = set(request.POST.getlist("section"))
    everything = request.POST.get("all") == "yes"
    for section in filling.sections:
        if everything or section.id in whole:
            chosen |= {one.id for one in section.fields}
    return chosen


def _section(filling: Filling, section: SectionSpec, offers: Sequence[Offer]) -> OfferSection:
    lines = [
        OfferLine(
            one,
            ("", ()) if one.reason == FILES else display_parts(one.before, one.earlier, filling.lookups),
            display_parts(one.spec, one.now, filling.lookups),
            _reason(one),
        )
        for one in offers
    ]
    return OfferSection(section, lines, sum(one.offered for one in offers), sum(one.overwrites for one in offers))


def _reason(offer: Offer) -> str:
    if offer.fault is not None:
        return fault_text(offer.fault)
    return str(REASONS[offer.reason]) if offer.reason else ""
