"""A provider that an organisation has asked to fill in parts of its form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoFiller(models.Model):
    """An organisation invited to a draft. It fills in the sections of its party and sees nothing else.

    Nothing is ever deleted: a row that was declined or withdrawn says when and by whom, and the next invitation is a
    row of its own.
    """

    class Status(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("fills in")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    draft = models.ForeignKey("forms_app.Draft", on_delete=models.PROTECT, related_name="co_fillers")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    message = models.CharField(max_length=500, blank=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("co-filler")
        verbose_name_plural = _("co-fillers")
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "organisation"],
                condition=models.Q(status__in=["invited", "accepted"]),
                name="one_running_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.draft_id}"
