"""What the tests of the audit trail share: a case with a history, and the command that checks it."""

import io
from typing import Any

from django.core.management import call_command

from cases.models import Case
from tests.cases.world import World


def history(world: World) -> Case:
    """Make a case with a few events."""
    return world.walk(world.case(), "return", "resubmit", "return", "resubmit")


def verify(**options: Any) -> tuple[int, str]:
    """Run verify_audit; return its exit code and what it wrote."""
    out = io.StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=io.StringIO(), **options)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()
