"""A bureau's own Word document for a form, and which version prints with which."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage without addresses of its own; a callable so that migrations do not freeze it."""
    return storages["private"]


def stored_name(template: "PaperTemplate", filename: str) -> str:
    """Return a path that says nothing of the content."""
    return f"paper-templates/{uuid.uuid4().hex}.docx"


class PaperTemplate(models.Model):
    """One uploaded .docx; never changed. The newest that is not withdrawn goes with the next publication."""

    definition = models.ForeignKey("forms_app.FormDefinition", on_delete=models.CASCADE, related_name="paper_templates")
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(storage=private_storage, upload_to=stored_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["definition", "-number"]
        verbose_name = _("paper template")
        verbose_name_plural = _("paper templates")
        constraints = [models.UniqueConstraint(fields=["definition", "number"], name="one_paper_template_per_number")]

    def __str__(self) -> str:
        return self.name


class VersionPaper(models.Model):
    """With which template a published version is printed for ever; a version without one uses the generated layout."""

    version = models.OneToOneField(
        "forms_app.FormVersion", on_delete=models.CASCADE, primary_key=True, related_name="paper"
    )
    template = models.ForeignKey("forms_app.PaperTemplate", on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("template of a version")
        verbose_name_plural = _("templates of versions")

    def __str__(self) -> str:
        return f"{self.version_id} → {self.template_id}"
