"""`manage.py check_case_access`: do grants by hand and the access that lists read from agree?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.selectors.access_check import access_faults

KINDS = {
    "opens_nothing": gettext_noop("%(case)s, %(who)s: permitted in guardian's table, and yet the case does not open"),
    "granted_by_nobody": gettext_noop("%(case)s, %(who)s: the case opens, and nobody granted it"),
    "without_an_end": gettext_noop("%(case)s, %(who)s: granted without a last day"),
    "over": gettext_noop("%(case)s, %(who)s: the grant is over and was not taken away; is the clock running?"),
    "group": gettext_noop("%(case)s, group %(who)s: a group opens no case, let people in by name"),
}


class Command(BaseCommand):
    """Ends with exit code 1 when the two disagree."""

    help = "Compare the grants made by hand with the access that every list of cases reads from."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(access_faults())
        for fault in faults:
            self.stdout.write(self.style.ERROR(_(KINDS[fault.kind]) % {"case": fault.case, "who": fault.who}))
        if faults:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS(_("All grants and accesses agree.")))
