"""One export in its own process: `python -m bench.submissions_export <kind> <form> <rows>`; see `bench.submissions`.

Prints milliseconds of processor time per row and by how many megabytes the process grew at most.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

django.setup()

# Models can be imported only after the set-up.
import xlsxwriter  # noqa: E402
from wagtail.admin.views.mixins import SpreadsheetExportMixin  # noqa: E402

from forms_app.models import Submission, SubmissionRound  # noqa: E402
from forms_app.selectors.submission_list import list_query, matching, submission_table  # noqa: E402
from forms_app.selectors.submission_rows import export_headings, export_rows  # noqa: E402
from forms_app.services.submission_files import csv_pieces, write_xlsx  # noqa: E402


def _rows(form: int, count: int, *, exact: bool) -> tuple[list[str], Any]:
    table = submission_table(form)
    found = matching(Submission.objects.all(), table, list_query(table, lambda name: []))[:count]
    return export_headings(table), export_rows(found, table, lambda done, total: None, exact=exact)


def _xlsx(path: Path, form: int, count: int) -> None:
    headings, rows = _rows(form, count, exact=False)
    write_xlsx(path, "s", headings, rows)


def _csv(path: Path, form: int, count: int) -> None:
    headings, rows = _rows(form, count, exact=True)
    with path.open("wb") as target:
        target.writelines(csv_pieces(headings, rows))


def _xlsxwriter(path: Path, form: int, count: int) -> None:
    headings, rows = _rows(form, count, exact=False)
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("s")
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    book.close()


def _wagtail(path: Path, form: int, count: int) -> None:
    """Write the same columns as a list of Wagtail writes them, a list of rounds with their submissions."""
    spec = next(iter(submission_table(form).versions.values()))[1]
    own = ("reference", "organisation.name", "organisation.credit_code", "organisation.region.name", "status")
    view: Any = SpreadsheetExportMixin()
    view.request = SimpleNamespace(GET={})
    view.list_export = [
        *(f"submission.{name}" for name in own),
        "number",
        "submission.submitted_at",
        "submission.version_id",
        *(f"answers.{section.id}.{field.id}" for section, field in spec.fields()),
    ]
    view.export_headings = {name: name for name in view.list_export}
    rounds = SubmissionRound.objects.select_related("submission__organisation__region").order_by(
        "-submission__submitted_at"
    )
    with path.open("wb") as target:
        target.writelines(view.stream_csv(rounds[:count]))


KINDS: dict[str, Callable[[Path, int, int], None]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "xlsxwriter": _xlsxwriter,
    "wagtail": _wagtail,
}


def _peak_kb() -> int:
    """Return the most memory that this process has had; getrusage would count what its parent had before it."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def main() -> None:
    """Warm up with a few rows, then measure."""
    kind, form, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        KINDS[kind](Path(folder) / "warm.out", form, 100)
        before = _peak_kb()
        started = time.process_time()
        KINDS[kind](Path(folder) / "made.out", form, count)
        spent = time.process_time() - started
        grown = _peak_kb() - before
    print(json.dumps({"ms": spent * 1000 / count, "mb": grown / 1024}))


if __name__ == "__main__":
    main()
