"""The published form: immutable, numbered, hashed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormVersion(models.Model):
    """One published state of a form: canonical JSON with its sha256, never changed again (the database refuses it).

    Drafts and submissions are pinned to a version; everything at run time reads `content` and never the definition.
    """

    definition = models.ForeignKey(
        "forms_app.FormDefinition", on_delete=models.PROTECT, related_name="versions", verbose_name=_("form")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, db_index=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["definition", "-number"]
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        constraints = [models.UniqueConstraint(fields=["definition", "number"], name="one_form_version_per_number")]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} v{self.number}"
