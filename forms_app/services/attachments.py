"""Files given with a draft: stored at once, kept through failed validation."""

import hashlib
import uuid

import structlog
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.fields import field_type
from forms_app.engine.fields.files import MOST_FILES
from forms_app.engine.places import field_of
from forms_app.engine.spec import FieldSpec
from forms_app.errors import FileRefused
from forms_app.models import Attachment, Submission
from forms_app.selectors.filling import Filling
from forms_app.services.draft_lock import lock_filling
from forms_app.services.file_kinds import DEFAULT_ENDINGS, KINDS, ending_of
from forms_app.services.picture_preview import preview_name
from forms_app.services.scan_code import certified_code, codes_of_scan
from forms_app.services.upload_check import DEFAULT_MEGABYTES, MEGABYTE, checked_content, safe_name

log = structlog.get_logger()

# All files of a draft together.
DRAFT_MEGABYTES = 500


def attachment_add(
    *, draft_id: uuid.UUID, field_id: str, upload: UploadedFile, actor: User, code: str = ""
) -> Attachment:
    """Store a file for a file field; FileRefused says why it is not kept.

    `code` is what was typed as check code of a stamped scan, for one that cannot be read. The content is looked at
    between two transactions: nobody waits for that with the draft locked.
    """
    with transaction.atomic():
        spec = _open_field(_locked_filling(draft_id, actor), field_id)
    attachment, content = _checked(spec, upload)
    read = codes_of_scan(attachment.name, content) if spec.type == "scan" else {}
    with transaction.atomic():
        filling = _locked_filling(draft_id, actor)
        _open_field(filling, field_id)
        _refuse_too_many(filling, spec)
        _refuse_over_quota(filling, attachment.size)
        attachment.draft = filling.draft
        attachment.uploaded_by = actor
        attachment.check_code = certified_code(filling, code, read) if spec.type == "scan" else ""
        attachment.file.save(attachment.name, ContentFile(content), save=False)
        attachment.save()
    log.info("attachment_added", draft=str(draft_id), attachment=str(attachment.pk), size=attachment.size)
    return attachment


def attachment_tried(*, filling: Filling, field_id: str, upload: UploadedFile) -> Attachment:
    """Look at a file as `attachment_add` does and store nothing; FileRefused says why it would not be kept."""
    spec = _open_field(filling, field_id)
    attachment, _content = _checked(spec, upload)
    _refuse_too_many(filling, spec)
    return attachment


@transaction.atomic
def attachment_remove(*, draft_id: uuid.UUID, attachment_id: uuid.UUID, actor: User) -> None:
    """Take a file out of the draft; it is deleted unless a round that was handed in shows it."""
    filling = lock_filling(draft_id, actor)
    attachment = Attachment.objects.get(pk=attachment_id, draft_id=draft_id, removed_at=None)
    if not {attachment.field_id, f"{attachment.field_id}/{attachment.pk}"} & filling.mask:
        raise FileRefused("locked")
    if Submission.objects.filter(draft_id=draft_id).exists():
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])
        return
    storage, stored = attachment.file.storage, attachment.file.name or ""
    preview = preview_name(attachment)
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(stored))
    transaction.on_commit(lambda: storage.delete(preview))


def _checked(spec: FieldSpec, upload: UploadedFile) -> tuple[Attachment, bytes]:
    """Return the file, not stored, and its content; FileRefused if it is not what the field takes."""
    name = safe_name(upload.name or "")
    content = checked_content(
        name, upload, kinds=spec.accept or DEFAULT_ENDINGS, megabytes=spec.max_size_mb or DEFAULT_MEGABYTES
    )
    attachment = Attachment(
        field_id=spec.id,
        name=name,
        content_type=KINDS[ending_of(name)].content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return attachment, content


def _refuse_too_many(filling: Filling, spec: FieldSpec) -> None:
    most = spec.max_items or MOST_FILES
    if len(filling.files.get(spec.id, ())) >= most:
        raise FileRefused("too_many", limit=most)


def _refuse_over_quota(filling: Filling, size: int) -> None:
    # What was removed but belongs to an earlier round lies there too.
    used = Attachment.objects.filter(draft_id=filling.draft.pk).aggregate(all=Sum("size"))["all"] or 0
    if used + size > DRAFT_MEGABYTES * MEGABYTE:
        raise FileRefused("quota", limit=DRAFT_MEGABYTES)


def _locked_filling(draft_id: uuid.UUID, actor: User) -> Filling:
    return lock_filling(draft_id, actor)


def _open_field(filling: Filling, field_id: str) -> FieldSpec:
    """Return the file field, if files may be added to it now."""
    spec = _file_field(filling, field_id)
    _refuse_locked(filling, field_id)
    return spec


def _file_field(filling: Filling, field_id: str) -> FieldSpec:
    for _section, spec in filling.spec.fields():
        if spec.id == field_id and field_type(spec.type).has_files:
            return spec
    raise FileRefused("locked")


def _refuse_locked(filling: Filling, field_id: str) -> None:
    """Refuse a file where none may be added; a file that was remarked on may be replaced once it is removed."""
    if field_id in filling.mask:
        return
    handed_in = {place.partition("/")[2] for place in filling.mask if field_of(place) == field_id}
    present = set(filling.files_present.get(field_id, ()))
    if not handed_in - present or len(present - handed_in) >= len(handed_in) + _others(filling, field_id):
        raise FileRefused("locked")


def _others(filling: Filling, field_id: str) -> int:
    """Return how many files of the field were handed in and not remarked on."""
    opened = {place.partition("/")[2] for place in filling.mask if field_of(place) == field_id}
    submission = filling.submission
    answers = submission.rounds.order_by("-number").values_list("answers", flat=True).first() if submission else None
    for values in (answers or {}).values():
        if field_id in values:
            return sum(1 for one in values[field_id] if one not in opened)
    return 0
