"""What every room may need to store without knowing any room: the outbox, number sequences, files to be fetched."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.downloads.models import Download

__all__ = ["Download", "Heartbeat", "NumberSequence", "OutboxMessage"]


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Reads of the outbox by what became of a message."""

    def in_state(self, state: str) -> "OutboxQuerySet":
        """Return the messages that are in one of the states of `OutboxMessage.State`."""
        state_is = {
            OutboxMessage.State.SENT: models.Q(sent_at__isnull=False),
            OutboxMessage.State.DEAD: models.Q(sent_at__isnull=True, dead_at__isnull=False),
            OutboxMessage.State.FAILING: models.Q(sent_at__isnull=True, dead_at__isnull=True)
            & ~models.Q(last_error=""),
            OutboxMessage.State.WAITING: models.Q(sent_at__isnull=True, dead_at__isnull=True, last_error=""),
        }
        return self.filter(state_is[OutboxMessage.State(state)])


class OutboxMessage(models.Model):
    """An effect that must leave the site exactly because a transaction committed: mail, webhook, notification.

    Written in the same transaction as its cause, delivered at least once by the worker; `key` lets a receiver
    drop doubles.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        FAILING = "failing", _("failed, is tried again")
        SENT = "sent", _("delivered")
        DEAD = "dead", _("given up")

    topic = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_due",
                condition=models.Q(sent_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(fields=["topic"], name="outbox_dead", condition=models.Q(dead_at__isnull=False)),
            models.Index(fields=["-created_at"], name="outbox_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"

    @property
    def state(self) -> "OutboxMessage.State":
        """Return what became of the message, as `in_state` finds it."""
        if self.sent_at:
            return self.State.SENT
        if self.dead_at:
            return self.State.DEAD
        return self.State.FAILING if self.last_error else self.State.WAITING


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
