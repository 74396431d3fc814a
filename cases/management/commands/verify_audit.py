"""`manage.py verify_audit`: prove that no event was touched, or name the ones that were."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.engine.audit import Finding
from cases.selectors.audit import cases_to_check, findings_by_case, orphaned_events
from cms.core.progress import progress

KINDS = {
    "edited": gettext_noop("%(number)s #%(seq)d: the event was edited, its content does not match its hash"),
    "deleted": gettext_noop("%(number)s #%(seq)d: the event was deleted"),
    "inserted": gettext_noop("%(number)s #%(seq)d: the event was inserted, the case does not know it"),
    "replaced": gettext_noop("%(number)s #%(seq)d: the event was replaced, the next one was chained to another"),
    "moved": gettext_noop("%(number)s #%(seq)d: the event belongs to another case"),
    "head_differs": gettext_noop("%(number)s #%(seq)d: the last event is not the one that the case names"),
    "state_differs": gettext_noop("%(number)s #%(seq)d: the state of the case was changed without an event"),
    "no_events": gettext_noop("%(number)s: the case has no events at all"),
    "case_deleted": gettext_noop("%(number)s #%(seq)d: the case of this event was deleted"),
}


class Command(BaseCommand):
    """Recomputes every chain; ends with exit code 1 when something was tampered with."""

    help = "Recompute the event chains of all cases (or one) and name every edited, deleted or inserted event."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="NUMBER", help="Check only the case with this number.")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["case"]
        total = cases_to_check(number)
        if number and not total:
            raise CommandError(_("There is no case with the number %(number)s.") % {"number": number})
        walk = progress(findings_by_case(number), total=total, label=_("Checking cases"), out=self.stderr)
        findings = [finding for found in walk for finding in found]
        findings += [] if number else orphaned_events()
        for finding in findings:
            self.stdout.write(self.style.ERROR(_words(finding)))
        if findings:
            self.stdout.write(
                self.style.ERROR(
                    _("%(cases)d cases checked: %(count)d faults found.") % {"cases": total, "count": len(findings)}
                )
            )
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS(_("%(cases)d cases checked: all chains are whole.") % {"cases": total}))


def _words(finding: Finding) -> str:
    return _(KINDS[finding.kind]) % {"number": finding.number, "seq": finding.seq}
