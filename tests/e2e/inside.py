"""Runs Python inside the scratch site, one command a line, so that Django starts once and not for every test."""

import contextlib
import io
import json
import os
import sys
import traceback

import django
from django.db import close_old_connections


def main() -> None:
    """Answer each line of the input, a command as JSON, with a line {"printed": text, "failed": traceback or ""}."""
    # Logs go to what is standard output otherwise; the answers keep it to themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    django.setup()
    for line in sys.stdin:
        printed, failed = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(printed):
                exec(json.loads(line), {})  # noqa: S102 - the tests' own commands
        except Exception:  # noqa: BLE001 - whatever it is, the test is told
            failed = traceback.format_exc()
        close_old_connections()
        answers.write(json.dumps({"printed": printed.getvalue(), "failed": failed}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
