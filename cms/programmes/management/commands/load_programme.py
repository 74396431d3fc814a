"""`manage.py load_programme <code>`: check a programme and load its forms and case types."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.programmes.errors import ProgrammeInvalid, ProgrammeUnknown
from cms.programmes.load import Loaded, programme_load


class Command(BaseCommand):
    """Load a programme from its folder of data."""

    help = "Check a programme's files and load its forms and case types as drafts, or published with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the programme's code and whether to publish."""
        parser.add_argument("code", help="name of the folder below cms/programmes/data")
        parser.add_argument("--publish", action="store_true", help="publish what was loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say everything that is wrong."""
        try:
            loaded = programme_load(options["code"], publish=options["publish"])
        except ProgrammeUnknown as error:
            raise CommandError(_("There is no programme “%(code)s”.") % {"code": options["code"]}) from error
        except ProgrammeInvalid as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            count = len(error.faults)
            message = ngettext("%(count)s fault; nothing was loaded.", "%(count)s faults; nothing was loaded.", count)
            raise CommandError(message % {"count": count}) from error
        for one in loaded:
            self.stdout.write(_line(one))


def _line(one: Loaded) -> str:
    outcomes = {
        "unchanged": _("unchanged"),
        "checked": _("checked, not published"),
        "draft": _("saved as a draft"),
        "published": _("published"),
    }
    kinds = {
        "code_list": _("code list"),
        "rule_table": _("rule table"),
        "case_type": _("case type"),
        "form": _("form"),
    }
    parts = {"kind": kinds[one.kind], "title": one.title, "name": one.name, "outcome": outcomes[one.outcome]}
    if one.number is None:
        return _("%(kind)s “%(title)s” (%(name)s): %(outcome)s") % parts
    return _("%(kind)s “%(title)s” (%(name)s): %(outcome)s, version %(number)s") % {**parts, "number": one.number}
