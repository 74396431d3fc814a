"""A file that an applicant gave with a form."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage without addresses of its own; a callable so that migrations do not freeze it."""
    return storages["private"]


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Return a path that says nothing of the content: what the applicant called the file stays in the database."""
    return f"attachments/{attachment.draft_id}/{attachment.pk}"


class Attachment(models.Model):
    """An uploaded file, saved at once and kept through every failed validation; never a public document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("forms_app.Draft", on_delete=models.CASCADE, related_name="attachments")
    field_id = models.CharField(max_length=40)
    file = models.FileField(storage=private_storage, upload_to=stored_name, max_length=200)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Of a stamped scan: the check code of the sheet that was stamped.
    check_code = models.CharField(max_length=20, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    # A file that was handed in once is only taken out of the draft: earlier rounds still show it.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
