"""What a person has been told."""

from django.db import models

from cms.accounts.models import Notification
from cms.accounts.selectors.acting import Person


def notifications_of(user: Person) -> models.QuerySet[Notification]:
    """Return a person's messages, newest first."""
    if not user.is_authenticated:
        return Notification.objects.none()
    return Notification.objects.filter(user=user).order_by("-created_at", "-pk")


def unread_count(user: Person) -> int:
    """Return how many messages a person has not opened."""
    return notifications_of(user).filter(read_at__isnull=True).count()
