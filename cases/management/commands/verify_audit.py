"""`manage.py verify_audit`: prove that no event was touched, or name the ones that were."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.engine.anchors import NotAnAnchor, anchors_from_lines
from cases.engine.audit import Finding
from cases.selectors.anchors import findings_of_copied_anchors, findings_of_stored_anchors
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
    "gone_since_anchor": gettext_noop(
        "%(number)s #%(seq)d: the event was there on %(day)s and is gone; an older state was restored or it was cut"
    ),
    "rewritten_since_anchor": gettext_noop("%(number)s #%(seq)d: the event is another one than on %(day)s"),
    "anchor_missing": gettext_noop("Anchor %(seq)d before %(day)s is missing"),
    "anchor_edited": gettext_noop("Anchor %(seq)d of %(day)s was edited, its content does not match its hash"),
    "anchor_replaced": gettext_noop("Anchor %(seq)d of %(day)s was replaced, the next one was chained to another"),
    "anchor_differs": gettext_noop("Anchor %(seq)d of %(day)s is another one in this database than in the copy"),
    "anchor_lost": gettext_noop("Anchor %(seq)d of %(day)s is in the copy and not in this database"),
}


class Command(BaseCommand):
    """Recomputes every chain; ends with exit code 1 when something was tampered with."""

    help = "Recompute the event chains of all cases (or one) and name every edited, deleted or inserted event."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="NUMBER", help="Check only the case with this number.")
        parser.add_argument("--anchors", type=Path, metavar="FILE", help="Compare with a copy of the anchors as well.")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["case"]
        total = cases_to_check(number)
        if number and not total:
            raise CommandError(_("There is no case with the number %(number)s.") % {"number": number})
        walk = progress(findings_by_case(number), total=total, label=_("Checking cases"), out=self.stderr)
        findings = [finding for found in walk for finding in found]
        if not number:
            findings += [*orphaned_events(), *findings_of_stored_anchors()]
        if options["anchors"]:
            findings += _findings_of_copy(options["anchors"])
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


def _findings_of_copy(path: Path) -> list[Finding]:
    try:
        with path.open(encoding="utf-8") as file:
            return list(findings_of_copied_anchors(anchors_from_lines(file)))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("The file %(path)s cannot be read.") % {"path": path}) from error
    except NotAnAnchor as error:
        raise CommandError(
            _("%(path)s, line %(line)d: this is no anchor.") % {"path": path, "line": error.line}
        ) from error


def _words(finding: Finding) -> str:
    return _(KINDS[finding.kind]) % {"number": finding.number, "seq": finding.seq, "day": finding.day}
