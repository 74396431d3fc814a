"""What a person has been told."""

from django.db import models

from cms.accounts.models import Notification
from cms.accounts.selectors.acting import Person
from cms.core.prepared import PreparedRows


def notifications_of(user: Person) -> models.QuerySet[Notification]:
    """Return a person's messages, newest first."""
    if not user.is_authenticated:
        return Notification.objects.none()
    return Notification.objects.filter(user=user).order_by("-created_at", "-pk")


def unread_count(user: Person) -> int:
    """Return how many messages a person has not opened."""
    if not user.is_authenticated:
        return 0
    return sum(count for (count,) in _unread(user=user.pk))


def _unread_of(user: int) -> models.QuerySet[Notification, tuple[int]]:
    unread = Notification.objects.filter(user=user, read_at__isnull=True)
    return unread.order_by().values("user").annotate(count=models.Count("*")).values_list("count")


_unread = PreparedRows(_unread_of, user=int)
