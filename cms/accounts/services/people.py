"""A person registers."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.accounts.models import User


@transaction.atomic
def person_register(*, user: User, full_name: str, phone: str) -> User:
    """Complete a new account with the person's name, telephone and the moment of their consent."""
    user.full_name, user.phone, user.agreed_at = full_name, phone, timezone.now()
    user.save(update_fields=["full_name", "phone", "agreed_at"])
    log(user, "accounts.person_register", user=user, data={"person": user.email})
    return user
