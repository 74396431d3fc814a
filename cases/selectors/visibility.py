"""What a person may see. Every list, count, export, search, report and file starts here."""

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.models.visibility import Reader


def visible_to(user: Reader) -> CaseQuerySet:
    """Return the cases that `user` may see: all for a superuser, none for somebody who is not signed in."""
    return Case.objects.visible_to(user)
