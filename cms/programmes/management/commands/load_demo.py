"""`manage.py load_demo`: fictional regions, organisations, people, pages and forms; safe to run again."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.programmes.demo.document import demo_part
from cms.programmes.demo.load import demo_load


class Command(BaseCommand):
    """Load the demo's people, then whatever the demo's list of commands names."""

    help = "Load the fictional demo; running it again adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = demo_load()
        self.stdout.write(
            _("Demo: %(regions)s regions, %(organisations)s organisations and %(people)s people added")
            % {"regions": counts.regions, "organisations": counts.organisations, "people": counts.people}
        )
        for name, *arguments in demo_part("commands")["commands"]:
            call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
