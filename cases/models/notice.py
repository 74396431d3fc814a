"""公示: what was published of a case, frozen; and who objected."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicNotice(models.Model):
    """What everybody may read of a case for a term: a snapshot that the database refuses to change.

    `deadline` says how long it stands. `sha256` covers `document`, which is all that the page shows.
    """

    number = models.CharField(_("number of the notice"), max_length=40, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices")
    deadline = models.OneToOneField("cases.CaseDeadline", on_delete=models.PROTECT, related_name="notice")
    state = models.CharField(max_length=40)
    entered_seq = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=300)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField(_("published at"))

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        constraints = [models.UniqueConstraint(fields=["case", "entered_seq"], name="one_notice_per_entry")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
