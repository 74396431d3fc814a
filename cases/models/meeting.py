"""A meeting that decided on a case, and its minutes."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage without addresses of its own; a callable so that migrations do not freeze it."""
    return storages["private"]


def stored_name(meeting: "Meeting", filename: str) -> str:
    """Return a path that says nothing of the content."""
    return f"meetings/{meeting.pk}"


class Meeting(models.Model):
    """When and where a meeting decided on a case; who was there and how they voted stands in its event.

    The event names the check value of the minutes as well, so that nobody exchanges them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="meetings")
    entered_seq = models.PositiveIntegerField()
    held_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place of the meeting"), max_length=100, blank=True)
    file = models.FileField(_("minutes"), storage=private_storage, upload_to=stored_name, max_length=200, blank=True)
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "-recorded_at"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [models.UniqueConstraint(fields=["case", "entered_seq"], name="one_meeting_per_turn")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"
