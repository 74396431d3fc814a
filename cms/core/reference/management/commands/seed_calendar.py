"""`manage.py seed_calendar [year …]`: enter the working days of the years that the published list knows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms.core.reference.services.calendar import calendar_seed, seedable_years


class Command(BaseCommand):
    """Enter what is missing; years that are there stay as staff have them."""

    help = "Enter the working days of the years that the published list knows; years that are there stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take years; none means all that are known."""
        parser.add_argument("years", nargs="*", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Enter them and say which."""
        entered = calendar_seed(years=options["years"] or seedable_years())
        shown = "、".join(map(str, entered)) or _("none")
        self.stdout.write(_("Years entered: %(years)s") % {"years": shown})
