"""`manage.py export_anchors`: a copy of the anchors, to be kept where this database's administrators cannot write."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cases.engine.anchors import anchor_line
from cases.models import AuditAnchor
from cases.selectors.anchors import stored_anchors
from cms.core.progress import progress


class Command(BaseCommand):
    """Writes one line of JSON per anchor."""

    help = "Write the anchors of the audit trail to a file that `verify_audit --anchors` reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="The file; standard output if there is none.")
        parser.add_argument("--since", type=int, default=1, metavar="NUMBER", help="The first anchor to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        since, out = options["since"], options["out"]
        total = AuditAnchor.objects.filter(number__gte=since).count()
        walk = progress(stored_anchors(since=since), total=total, label=_("Writing anchors"), out=self.stderr)
        if out is None:
            sys.stdout.writelines(f"{anchor_line(one)}\n" for one in walk)
            return
        with out.open("w", encoding="utf-8") as file:
            file.writelines(f"{anchor_line(one)}\n" for one in walk)
        self.stdout.write(self.style.SUCCESS(_("%(count)d anchors written.") % {"count": total}))
