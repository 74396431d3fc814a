"""The working copy that an organisation fills in, before the first submission and again after a return."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What an organisation is filling in. It belongs to the organisation, not to the person who began it.

    `revision` rises with every accepted write. A writer names the revision of the section that it saw, and a stale one
    is refused; two people in two sections do not disturb each other.
    `unlocked` lists what may be changed after a return: anchors as in Remark.anchor; None means everything.
    `open_stages` lists the stages of the form that are open, before or after a return; None means all of them.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("being filled in")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for correction")
        CONTINUED = "continued", _("to be continued")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="drafts")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="drafts")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    revision = models.PositiveIntegerField(default=0)
    current_section = models.CharField(max_length=40, blank=True)
    unlocked = models.JSONField(null=True, blank=True)
    # Who is in which section now (engine.lease); read with the draft, so that opening a section asks nothing more.
    leases = models.JSONField(default=dict, blank=True)
    open_stages = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["organisation", "status", "-updated_at"], name="draft_of_organisation")]

    def __str__(self) -> str:
        return f"{self.version} · {self.organisation}"
