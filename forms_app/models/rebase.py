"""What became of a draft when its form was published anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftRebase(models.Model):
    """A draft was taken over into a newer version of its form; append-only.

    `round` is the number of rounds handed in before: those up to it were answers to `from_version` or an older one.
    """

    draft = models.ForeignKey("forms_app.Draft", on_delete=models.PROTECT, related_name="rebases")
    from_version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("draft taken over into a newer version")
        verbose_name_plural = _("drafts taken over into a newer version")
        constraints = [models.UniqueConstraint(fields=["draft", "to_version"], name="one_rebase_per_version")]

    def __str__(self) -> str:
        return f"{self.draft_id} → {self.to_version}"


class RetiredAnswer(models.Model):
    """An answer, or a part of one, that has no place in the newer version; append-only.

    `spec` is the question as it was asked (as in FormVersion.content), so that the answer can always be read. `typed`
    is what was typed there and not accepted, by input name.
    """

    rebase = models.ForeignKey(DraftRebase, on_delete=models.PROTECT, related_name="retired")
    draft = models.ForeignKey("forms_app.Draft", on_delete=models.PROTECT, related_name="retired_answers")
    section_id = models.CharField(max_length=40)
    section_title = models.CharField(max_length=255, blank=True)
    field_id = models.CharField(max_length=40)
    spec = models.JSONField()
    value = models.JSONField(null=True, blank=True)
    typed = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer to an earlier version")
        verbose_name_plural = _("answers to earlier versions")

    def __str__(self) -> str:
        return str(self.spec.get("label", self.field_id))
