"""Which codes stand on paper, and what they stand for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PaperCode(models.Model):
    """A 校验码 that was printed: the hash of one state of a draft's answers under its version; append-only.

    `content_sha256` is of the answers without the stamped scans (`engine.check_code.certified_answers`).
    """

    code = models.CharField(_("check code"), max_length=20, db_index=True)
    draft = models.ForeignKey("forms_app.Draft", on_delete=models.CASCADE, related_name="paper_codes")
    version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    printed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-printed_at"]
        verbose_name = _("check code")
        verbose_name_plural = _("check codes")
        constraints = [
            models.UniqueConstraint(fields=["draft", "version", "content_sha256"], name="one_paper_code_per_content")
        ]

    def __str__(self) -> str:
        return self.code
