"""A reviewer's remark on one place of a submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    """What a reviewer wants changed, and where: a field, or a row, a file or a cell of it, however deep.

    `place` is the way there behind the field's id (forms_app.engine.places), "" for the field as a whole.
    A remark is written while the reviewer reads (`sent_at` empty), sent with a return, and answered by the next round.
    `reply` is the draft's until then; once `answered_in_round` is set it stays as it is. Afterwards the reviewer may
    mark the remark as settled.
    """

    submission = models.ForeignKey("forms_app.Submission", on_delete=models.CASCADE, related_name="remarks")
    round = models.PositiveIntegerField()
    section_id = models.CharField(max_length=40)
    field_id = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True)
    text = models.CharField(_("remark"), max_length=500)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_in_round = models.PositiveIntegerField(null=True, blank=True)
    reply = models.CharField(_("reply to the remark"), max_length=500, blank=True)
    replied_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text

    @property
    def anchor(self) -> str:
        """Return the whole place (forms_app.engine.places)."""
        return f"{self.field_id}{self.place}"
