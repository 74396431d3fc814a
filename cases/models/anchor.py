"""Daily anchors: what the heads of the chains were, kept so that an older state of the database does not go unseen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAnchor(models.Model):
    """The heads of all chains that had grown since the anchor before; anchors are chained to each other.

    A copy that is kept outside of this database proves what a restored backup would hide.
    """

    number = models.PositiveIntegerField(_("anchor number"), unique=True)
    day = models.DateField(_("day of the anchor"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("anchor of the audit trail")
        verbose_name_plural = _("anchors of the audit trail")

    def __str__(self) -> str:
        return f"{self.day}"


class AnchoredHead(models.Model):
    """The last event of one case when the anchor was made."""

    anchor = models.ForeignKey(AuditAnchor, on_delete=models.PROTECT, related_name="heads")
    case_number = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["anchor", "case_number"]
        verbose_name = _("anchored head")
        verbose_name_plural = _("anchored heads")
        constraints = [models.UniqueConstraint(fields=["case_number", "seq"], name="one_anchor_per_head")]

    def __str__(self) -> str:
        return f"{self.case_number} #{self.seq}"
