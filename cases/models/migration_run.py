"""Running cases moved from one version of their procedure to another, with what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MigrationRun(models.Model):
    """One move of many cases: planned and judged, then run in the worker, and perhaps taken back."""

    class Status(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("planned")
        RUNNING = "running", _("in progress")
        DONE = "done", _("completed")
        REVERTING = "reverting", _("being taken back")
        REVERTED = "reverted", _("taken back")

    old = models.ForeignKey("cases.CaseTypeVersion", on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey("cases.CaseTypeVersion", on_delete=models.PROTECT, related_name="+")
    states = models.JSONField(default=dict)
    note = models.CharField(_("why the cases move"), max_length=500)
    status = models.CharField(_("progress of the move"), max_length=10, choices=Status, default=Status.PLANNED)
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("move to another version")
        verbose_name_plural = _("moves to another version")

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class MigrationResult(models.Model):
    """What becomes, or became, of one case in a run."""

    class Outcome(models.TextChoices):
        """Whether it moved."""

        MOVES = "moves", _("will move")
        STAYS = "stays", _("stays")
        MOVED = "moved", _("moved to the other version")
        REFUSED = "refused", _("could not move")
        BACK = "back", _("moved back")
        KEPT = "kept", _("not moved back")

    run = models.ForeignKey(MigrationRun, on_delete=models.CASCADE, related_name="results")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(_("outcome of the move"), max_length=10, choices=Outcome)
    reason = models.CharField(_("reason of the outcome"), max_length=200, blank=True)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40, blank=True)
    # The event that moved the case: after a further one it is not moved back.
    seq = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "pk"]
        verbose_name = _("outcome of a move")
        verbose_name_plural = _("outcomes of a move")
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="one_outcome_per_case")]
        indexes = [models.Index(fields=["run", "outcome"], name="outcome_of_run")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
