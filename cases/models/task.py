"""Work that is somebody's: a case that was claimed or handed to a person, a seat in a body, a copy to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseTask(models.Model):
    """One person's work on one case in one state.

    What anybody of a role may do is not a task: it follows from the state of the case. A task exists from the moment
    when the work is somebody's. Rows change only together with an event of the case, under its lock.
    """

    class Kind(models.TextChoices):
        """What the person is to do."""

        HANDLE = "handle", _("handle the case")
        SEAT = "seat", _("decide on the case")
        COPY = "copy", _("read the case")

    class Status(models.TextChoices):
        """Where the work stands."""

        OPEN = "open", _("to be done")
        DONE = "done", _("done by the handler")
        DROPPED = "dropped", _("no longer needed")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="tasks", verbose_name=_("case"))
    kind = models.CharField(_("kind of task"), max_length=10, choices=Kind)
    state = models.CharField(max_length=40)
    # The event that led into the state: a case may stand in a state more than once.
    entered_seq = models.PositiveIntegerField()
    assignee = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="case_tasks", verbose_name=_("handler")
    )
    role = models.CharField(max_length=40, blank=True)
    status = models.CharField(_("state of the task"), max_length=10, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(_("given at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    note = models.CharField(_("note on the task"), max_length=500, blank=True)
    # Of a seat: what it speaks for, what its vote weighs, what was written, and when nobody could change that any more.
    speciality = models.CharField(max_length=40, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=4, default=1)
    sheet = models.JSONField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    recused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["assignee", "status", "-opened_at"], name="task_of_person"),
            models.Index(fields=["case", "status"], name="task_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "entered_seq", "kind", "assignee"],
                condition=models.Q(status="open"),
                name="one_open_task_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.assignee_id}"
