"""What happened to a case: append-only, hash-chained."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseEvent(models.Model):
    """One step of one case. `hash` covers the record and the hash before it; the database refuses to change a row.

    The case is named by number as well, so that the trail can be read when the case itself is gone.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="events")
    case_number = models.CharField(max_length=40)
    version = models.ForeignKey("cases.CaseTypeVersion", on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    transition = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    acting_for = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whose role it was, where the actor stood in for somebody; in the record, and in its hash, only then.
    on_behalf_of = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of_name = models.CharField(max_length=100, blank=True)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["case", "seq"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["case_number", "seq"], name="event_by_number")]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_event_per_seq"),
            models.UniqueConstraint(fields=["case", "key"], name="one_event_per_key"),
            models.UniqueConstraint(fields=["case", "prev_hash"], name="event_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} #{self.seq} {self.transition}"
