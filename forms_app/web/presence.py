"""Who else is in a section: what the page is told, and what it tells while somebody types."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.accounts.models import User
from forms_app.engine.lease import Lease, lease_of
from forms_app.errors import CoFillingOver, FormsError
from forms_app.models import Draft
from forms_app.selectors.filling import Filling
from forms_app.services.section_lease import section_lease_leave, section_lease_renew, section_lease_take
from forms_app.web.drafts import filling_to_fill
from forms_app.web.person import person
from forms_app.web.signed_out import is_other_person, kept_for_later

SCRIPT = "presence"
LONGEST_TOKEN = 40
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class ShownLease:
    """Somebody else who is in a section, as the page says it. `taken` if they took it over from the reader."""

    holder: int
    name: str
    text: str
    taken: bool


def shown_lease(draft: Draft, section_id: str, reader: Any) -> ShownLease | None:
    """Return who else is in a section now, None if nobody is."""
    now = timezone.now()
    lease = lease_of(draft.leases, section_id, now)
    if lease is None or lease.holder == reader.pk:
        return None
    taken = lease.taken_from == reader.pk
    return ShownLease(lease.holder, lease.name, _text(lease, lease.quiet_seconds(now), taken=taken), taken)


def lease_data(draft: Draft, section_id: str, reader: Any) -> dict[str, Any] | None:
    """Return the same for the script of the page."""
    found = shown_lease(draft, section_id, reader)
    return asdict(found) if found else None


def _text(lease: Lease, quiet: int, *, taken: bool) -> str:
    words = {"name": lease.name, "ago": _ago(quiet), "since": _clock(lease.since)}
    if taken:
        return _("%(name)s took over this section at %(since)s (last input %(ago)s).") % words
    return _("%(name)s is filling in this section (since %(since)s, last input %(ago)s).") % words


def _ago(seconds: int) -> str:
    minutes = seconds // 60
    return _("%(count)s minutes ago") % {"count": minutes} if minutes else _("just now")


def _clock(moment: str) -> str:
    return f"{timezone.localtime(dt.datetime.fromisoformat(moment)):%H:%M}"


@require_POST
def presence(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Renew, take over or leave a section; or only look who is there. A page without scripts can take over."""
    if is_other_person(request):
        return kept_for_later(request, other_person=True)
    filling = _filling(request, draft_id)
    section = next((one for one in filling.own_sections if one.id == request.POST.get("section")), None)
    if section is None:
        raise Http404
    scripted = request.headers.get("X-Requested-With") == SCRIPT
    try:
        _act(request, filling.draft, section.id)
    except FormsError as refusal:
        if scripted:
            return JsonResponse({"error": refusal.code, "message": refusal.message}, status=409)
        messages.warning(request, refusal.message)
        return redirect("forms_app:tasks", draft_id)
    if request.POST.get("action") == "leave":
        return HttpResponse(status=204)
    draft = _filling(request, draft_id).draft
    if scripted:
        return JsonResponse({"lease": lease_data(draft, section.id, request.user)})
    other = shown_lease(draft, section.id, request.user)
    if other is not None:
        messages.warning(request, _("%(name)s was quicker and took this section over.") % {"name": other.name})
    return redirect("forms_app:step", draft_id, section.key)


def _act(request: HttpRequest, draft: Draft, section_id: str) -> None:
    actor, action = person(request), request.POST.get("action", "")
    page = request.POST.get("writer", "")[:LONGEST_TOKEN]
    if action == "renew":
        section_lease_renew(draft_id=draft.pk, section_id=section_id, actor=actor, page=page)
    elif action == "take":
        shown = _number(request.POST.get("holder", ""))
        section_lease_take(draft_id=draft.pk, section_id=section_id, actor=actor, page=page, shown=shown)
    elif action == "leave":
        section_lease_leave(draft_id=draft.pk, section_id=section_id, actor=actor, page=page)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def people_in_sections(draft: Draft, reader: User) -> dict[str, ShownLease]:
    """Return who else is in which section now, by section id."""
    found = {one: shown_lease(draft, one, reader) for one in draft.leases}
    return {section_id: lease for section_id, lease in found.items() if lease is not None}


def _filling(request: HttpRequest, draft_id: uuid.UUID) -> Filling:
    try:
        return filling_to_fill(request.user, draft_id)
    except CoFillingOver as refusal:
        raise Http404 from refusal
