"""`manage.py demo_accounts`: who can sign in to the demo, and where."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.programmes.demo.document import demo_accounts


class Command(BaseCommand):
    """Print the table of demo accounts."""

    help = "Print the demo accounts with their roles, passwords and addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        rows = [(_("Role"), _("E-mail address"), _("Password"), _("Address after signing in"))]
        rows += [(row.title, row.email, row.password, base + row.start) for row in demo_accounts()]
        widths = [max(_columns(row[index]) for row in rows) for index in range(3)]
        for row in rows:
            padded = [cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join([*padded, row[3]]))
        self.stdout.write(_("Sign in at: %(address)s") % {"address": f"{base}/accounts/login/"})


def _columns(text: str) -> int:
    """Return how many terminal columns a text takes; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
