"""The platform's administrators own the working-day calendar: they hear when a year is missing."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Membership, User
from cms.accounts.services.notifications import tell

OWNER_ROLE = "bureau_admin"


def tell_calendar_owners(key: str, payload: Mapping[str, Any]) -> None:
    """Deliver the outbox message that a year is missing; the same key twice tells nobody twice."""
    running = Membership.objects.running(timezone.localdate()).filter(role__key=OWNER_ROLE)
    tell(
        users=User.objects.filter(is_active=True, pk__in=running.values("user_id")).order_by("pk"),
        key=key,
        title=_("The working days of %(year)s are missing"),
        body=_(
            "Deadlines that reach into %(year)s cannot be computed. Enter its public holidays and confirm the year."
        ),
        params={"year": payload["year"]},
        url=reverse("work_calendar:index"),
    )
