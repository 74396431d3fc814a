"""Uploads at once, and downloads by permission."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cms.core.files import SHOWN_INLINE, attachment_headers, stored_file
from forms_app.errors import CoFillingOver, FileRefused, FormsError
from forms_app.models import Attachment
from forms_app.selectors.files import readable_attachment
from forms_app.selectors.filling import Filling
from forms_app.services.attachments import attachment_remove
from forms_app.services.picture_preview import picture_preview
from forms_app.web.drafts import filling_to_fill
from forms_app.web.person import person
from forms_app.web.uploads import take_upload


@login_required
@require_POST
def upload(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponseBase:
    """Store one file for a field; answer with the field's list of files as the page shows it."""
    draft = _filling(request, draft_id).draft
    field_id = request.POST.get("field", "")
    given = request.FILES.get("file")
    try:
        if given is None:
            raise FileRefused("missing")
        code = request.POST.get("code", "")
        take_upload(draft_id=draft.pk, field_id=field_id, upload=given, actor=person(request), code=code)
    except FormsError as refusal:
        return JsonResponse({"error": refusal.code, "message": refusal.message}, status=400)
    return _listing(request, draft_id, field_id, 201)


@login_required
@require_POST
def remove(request: HttpRequest, draft_id: uuid.UUID, attachment_id: uuid.UUID) -> HttpResponseBase:
    """Take one file out of the draft."""
    filling = _filling(request, draft_id)
    draft = filling.draft
    own = [one.id for section in filling.own_sections for one in section.fields]
    try:
        field_id = Attachment.objects.get(pk=attachment_id, draft=draft, field_id__in=own, removed_at=None).field_id
        attachment_remove(draft_id=draft.pk, attachment_id=attachment_id, actor=person(request))
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    except FormsError as refusal:
        return JsonResponse({"error": refusal.code, "message": refusal.message}, status=400)
    return _listing(request, draft_id, field_id, 200)


@login_required
@require_safe
def file(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponseBase:
    """Send a file to those who may read it; pictures and PDFs may be looked at in a sandbox."""
    try:
        found = readable_attachment(request.user, attachment_id)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    inline = "inline" in request.GET and found.content_type in SHOWN_INLINE
    return stored_file(request, found.file, content_type=found.content_type, name=found.name, inline=inline)


@login_required
@require_safe
def preview(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponseBase:
    """Send the small picture of a picture to those who may read the file; 404 for any other kind of file."""
    try:
        found = readable_attachment(request.user, attachment_id)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    return preview_response(found)


def preview_response(found: Attachment) -> HttpResponse:
    """Return the small picture of a file that the reader may read; Http404 if it has none."""
    made = picture_preview(found)
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="image/jpeg")
    attachment_headers(response, found.name, inline=True)
    return response


def _listing(request: HttpRequest, draft_id: uuid.UUID, field_id: str, status: int) -> HttpResponseBase:
    """Answer a script with the list of files, and a plain form with the step that it came from."""
    filling = _filling(request, draft_id)
    section = next(one for one in filling.spec.sections if any(field.id == field_id for field in one.fields))
    if request.headers.get("X-Requested-With") != "upload":
        return redirect(f"{reverse('forms_app:step', args=[draft_id, section.key])}#field-{field_id}")
    return listing(filling, field_id, status)


def listing(filling: Filling, field_id: str, status: int) -> JsonResponse:
    """Return the files of a field as the page shows them, for the script that sent or removed one."""
    whole = field_id in filling.mask
    shown = [(one, whole or f"{field_id}/{one.pk}" in filling.mask) for one in filling.files.get(field_id, ())]
    html = render_to_string("forms_app/fields/files.html", {"files": shown}) if shown else ""
    return JsonResponse({"html": html, "count": len(shown)}, status=status)


def _filling(request: HttpRequest, draft_id: uuid.UUID) -> Filling:
    try:
        return filling_to_fill(request.user, draft_id)
    except CoFillingOver as refusal:
        raise Http404 from refusal
