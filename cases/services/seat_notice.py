"""Tell somebody that a body waits for them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.notify import case_path
from cms.accounts.models import User
from cms.core import outbox


def tell_of_seat(case: Case, person: User, *, seq: int, at_desk: bool = False) -> None:
    """Post an in-app message and an e-mail; `seq` is the event that gave the seat."""
    path = case_path(case, "reviewers") if at_desk else reverse("reviews:detail", args=[case.number])
    # Of the office, not of whoever pressed the button.
    with translation.override(settings.LANGUAGE_CODE):
        title = (_("To decide: %(number)s") if at_desk else _("You were drawn for a review: %(number)s")) % {
            "number": case.number
        }
        body = (
            _("Your vote on this case is awaited.")
            if at_desk
            else _("Declare first whether you have a conflict of interest; the file opens after that.")
        )
    key = f"case:{case.number}:{seq}:seat:{person.pk}"
    outbox.post(
        topic="notification",
        key=f"{key}:notification",
        payload={"user_id": person.pk, "title": title, "body": body, "url": path},
    )
    link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    outbox.post(
        topic="mail", key=f"{key}:mail", payload={"to": person.email, "subject": title, "body": f"{body}\n\n{link}"}
    )
