"""A file that somebody asked for and the worker makes."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.downloads.registry import download_kind


def private_storage() -> Storage:
    """Return the storage without addresses of its own; a callable so that migrations do not freeze it."""
    return storages["private"]


class DownloadQuerySet(models.QuerySet["Download"]):
    """Downloads, narrowed to a person."""

    def visible_to(self, user: object) -> "DownloadQuerySet":
        """Return the downloads that this person asked for; nobody sees anybody else's."""
        pk = getattr(user, "pk", None)
        return self.filter(owner=pk) if pk is not None else self.none()


class Download(models.Model):
    """A file for one person: asked for, made in the background, kept for some days.

    `content_key` says what the file shows; two requests with the same kind and key get the same file, made once.
    A worker holds the row until `lease_until` and extends that with its progress; `attempts` is its fencing token.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="downloads")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    content_key = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    filename = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100, default="application/octet-stream")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="download_of_owner"),
            models.Index(fields=["content_key"], name="download_by_content"),
            models.Index(fields=["status", "lease_until"], name="download_to_make"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "content_key"],
                condition=models.Q(status__in=["waiting", "running", "ready"]) & ~models.Q(content_key=""),
                name="one_live_download_per_content",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pending(self) -> bool:
        """Say whether the file is still to come."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_ready(self) -> bool:
        """Say whether the file can be fetched."""
        return self.status == self.Status.READY

    @property
    def percent(self) -> int | None:
        """Return how much is done; None while nobody knows."""
        return min(99, 100 * self.done // self.total) if self.total else None

    @property
    def kind_label(self) -> str:
        """Return what kind of file this is, in the language of the reader."""
        kind = download_kind(self.kind)
        return str(kind.label) if kind else ""
