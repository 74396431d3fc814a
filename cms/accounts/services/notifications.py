"""Tell a person something inside the site; mark it as read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from cms.accounts.models import Notification, User


@transaction.atomic
def notify(*, user_id: int, key: str, title: str, body: str = "", url: str = "") -> None:
    """Leave a message for a person; a second call with the same `key` changes nothing."""
    Notification.objects.get_or_create(
        key=key, defaults={"user_id": user_id, "title": title[:200], "body": body, "url": url}
    )


@transaction.atomic
def tell(
    *,
    users: Iterable[User],
    key: str,
    title: str | Promise,
    body: str | Promise = "",
    params: Mapping[str, Any],
    url: str = "",
) -> None:
    """Leave the same message for several people, in the language of the site whoever caused it."""
    with translation.override(settings.LANGUAGE_CODE):
        for user in users:
            notify(user_id=user.pk, key=f"{key}:{user.pk}", title=str(title) % params, body=str(body) % params, url=url)


@transaction.atomic
def channels_choose(*, user: User, mail_wanted: bool, sms_wanted: bool) -> None:
    """Store by which ways, besides the site, a person wants to be told."""
    user.mail_wanted, user.sms_wanted = mail_wanted, sms_wanted
    user.save(update_fields=["mail_wanted", "sms_wanted"])


@transaction.atomic
def notification_mark_read(*, notification_id: int, actor: User) -> Notification | None:
    """Mark one of the person's own messages as read; None when it is not theirs."""
    notification = Notification.objects.filter(pk=notification_id, user=actor).first()
    if notification is not None and notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])
    return notification


@transaction.atomic
def notifications_mark_all_read(*, actor: User) -> int:
    """Mark every message of the person as read; return how many were unread."""
    return Notification.objects.filter(user=actor, read_at__isnull=True).update(read_at=timezone.now())
