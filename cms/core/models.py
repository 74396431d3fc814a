"""What every room may need to store without knowing any room: the outbox, number sequences, files to be fetched."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.downloads.models import Download

__all__ = ["Download", "Heartbeat", "NumberSequence", "OutboxMessage"]


class OutboxMessage(models.Model):
    """An effect that must leave the site exactly because a transaction committed: mail, webhook, notification.

    Written in the same transaction as its cause, delivered at least once by the worker; `key` lets a receiver
    drop doubles.
    """

    topic = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_due",
                condition=models.Q(sent_at__isnull=True, dead_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class NumberSequence(models.Model):
    """The last number given out under a prefix; taken under a row lock so that no two records share one."""

    prefix = models.CharField(max_length=50, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number sequence")
        verbose_name_plural = _("number sequences")

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class Heartbeat(models.Model):
    """When a background process was last heard; whoever may view these may look at the state of the system."""

    name = models.CharField(max_length=50, unique=True)
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name
