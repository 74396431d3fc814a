"""What a filler writes about numbers that look unusual."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_EXPLANATION = 1000


class CheckExplanation(models.Model):
    """The 说明 to one check of a draft (`check`), or to one row of it (`row`).

    `basis` is the hash of the numbers that were explained: when they change, the text is a suggestion and no more.
    """

    draft = models.ForeignKey("forms_app.Draft", on_delete=models.CASCADE, related_name="explanations")
    check_id = models.CharField(max_length=40)
    # Of a row within a row: `<outer row>-<column>-<row>`.
    row_id = models.CharField(max_length=120, blank=True)
    text = models.CharField(_("explanation"), max_length=LONGEST_EXPLANATION)
    basis = models.CharField(max_length=64)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.UniqueConstraint(fields=["draft", "check_id", "row_id"], name="one_explanation_per_check_and_row")
        ]

    def __str__(self) -> str:
        return self.text
