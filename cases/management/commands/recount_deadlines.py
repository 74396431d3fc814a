"""`manage.py recount_deadlines`: count the running deadlines anew after the calendar was edited."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.services.deadline_recount import outdated, recount
from cms.core.progress import progress


class Command(BaseCommand):
    """Does at once and in sight what the clock does within a minute."""

    help = "Count anew the running deadlines that an older state of the working-day calendar was used for."

    def handle(self, *args: Any, **options: Any) -> None:
        calendar, ids = outdated()
        walk = progress(recount(calendar, ids), total=len(ids), label=_("Counting deadlines"), out=self.stderr)
        moved = sum(walk)
        self.stdout.write(
            _("%(count)d deadlines were counted anew, %(moved)d last days have moved.")
            % {"count": len(ids), "moved": moved}
        )
