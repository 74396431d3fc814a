"""How long a step may take, and what comes of that day."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseDeadlineQuerySet(models.QuerySet["CaseDeadline"]):
    """Reads of deadlines by what they wait for."""

    def open(self) -> "CaseDeadlineQuerySet":
        """Return those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def overdue(self, today: datetime.date) -> "CaseDeadlineQuerySet":
        """Return the open ones whose last day is over."""
        return self.open().filter(due_on__lt=today)


class CaseDeadline(models.Model):
    """A term of one case: since when it runs, its last day, and why on that day.

    `due_on` is None while the clock stands, and while the working days of `unknown_year` have not been entered: the day
    is never guessed. `calendar` is the fingerprint of the working days by which it was computed.
    """

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        MET = "met", _("ended in time")
        EXPIRED = "expired", _("ended after its last day")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="deadlines")
    key = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    started_on = models.DateField(_("begun on"))
    due_on = models.DateField(_("last day"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.RUNNING)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    calendar = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseDeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("deadline of a case")
        verbose_name_plural = _("deadlines of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], condition=models.Q(ended_at__isnull=True), name="one_open_deadline_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], name="open_deadline_due", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key} {self.due_on or ''}"


class CaseTimer(models.Model):
    """Something that comes of a deadline on a day, exactly once: a reminder, a rung of the ladder, the end.

    A timer whose work was refused is tried again at `not_before`, and says why.
    """

    class Kind(models.TextChoices):
        REMIND = "remind", _("reminder")
        ESCALATE = "escalate", _("escalation")
        EXPIRE = "expire", _("end of the term")

    deadline = models.ForeignKey(CaseDeadline, on_delete=models.CASCADE, related_name="timers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    step = models.PositiveIntegerField(default=0)
    fires_on = models.DateField()
    fired_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["fires_on", "pk"]
        verbose_name = _("timer of a deadline")
        verbose_name_plural = _("timers of deadlines")
        constraints = [models.UniqueConstraint(fields=["deadline", "kind", "step"], name="one_timer_per_step")]
        indexes = [
            models.Index(fields=["fires_on", "id"], name="timer_due", condition=models.Q(fired_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.step} {self.fires_on}"
