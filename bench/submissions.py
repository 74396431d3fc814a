"""Lists and exports of 100,000 submissions: the list against its bare query, the files against those who write them."""

# ruff: noqa: S608 - the statements are put together from constants of this file

import json
import subprocess
import sys
from functools import cache
from typing import Any

from django.db import connection

from bench.measure import Result, compare, elapsed
from bench.submissions_data import EVERYWHERE, INDEXED, OFFICE, SPEC, SUBMISSIONS, dataset, expression
from cms.accounts.models import User
from forms_app.engine.lookups import FixedLookups
from forms_app.models import Submission
from forms_app.selectors.submission_list import counted, list_query, list_rows, matching, submission_table
from forms_app.selectors.submission_scope import readable_entries, readable_submissions

# Wagtail's writer and xlsxwriter are slow; rows per second need no more than this of them.
SAMPLE = min(SUBMISSIONS, 5_000)
PAGE = 50
MEMORY_LIMIT_MB = 60.0


def _found(**asked: list[str]) -> Any:
    table = submission_table(dataset())
    return matching(Submission.objects.all(), table, list_query(table, lambda name: asked.get(name, [])))


def submission_page() -> Result:
    """The first page with ten answer columns, against the same rows and answers by bare SQL."""
    table = submission_table(dataset())
    lookups = FixedLookups()

    def ours() -> None:
        query = list_query(table, lambda name: [])
        assert (
            len(list_rows(matching(Submission.objects.all(), table, query)[:PAGE], table, query.shown, lookups)) == PAGE
        )

    marks = ",".join(["%s"] * PAGE)
    keys = [field.key for field in SPEC.sections[0].fields[:INDEXED]]
    key_marks = ",".join(["%s"] * len(keys))

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.id, s.reference, o.name, r.code, s.status, s.round, s.submitted_at, s.version_id"
                " FROM forms_app_submission s JOIN accounts_organisation o ON o.id = s.organisation_id"
                " JOIN accounts_region r ON r.id = o.region_id"
                " WHERE s.version_id = %s ORDER BY s.submitted_at DESC, s.id DESC LIMIT 50",
                [next(iter(table.versions))],
            )
            rows = cursor.fetchall()
            cursor.execute(
                "SELECT submission_id, field_key, text FROM forms_app_answerindex"
                f" WHERE submission_id IN ({marks}) AND field_key IN ({key_marks})",
                [*(row[0] for row in rows), *keys],
            )
            assert len(cursor.fetchall()) == PAGE * INDEXED

    return compare(
        f"list of {SUBMISSIONS} submissions, page 1 / bare query",
        ours=elapsed(ours, 10),
        reference=elapsed(bare, 10),
        goal=1.5,
    )


def submission_filter() -> Result:
    """One page of those with an indexed answer, against an index on the expression."""
    ours = _found(**{"a.f02": ["民营"]}).values_list("pk", "reference")[:PAGE]

    def reference() -> None:
        _bare(
            "SELECT s.id, s.reference FROM forms_app_submissionround r JOIN forms_app_submission s"
            f" ON s.id = r.submission_id WHERE {expression('r.')} = %s"
            " ORDER BY s.submitted_at DESC, s.id DESC LIMIT 50"
        )

    return compare(
        "filter on an indexed answer / expression index",
        ours=elapsed(lambda: list(ours.all()), 5),
        reference=elapsed(reference, 5),
        goal=2.0,
    )


def submission_count() -> Result:
    """How many have an indexed answer, as the list counts them for an office that reads everything."""
    return _count("count of an indexed answer / expression index", EVERYWHERE, "")


def submission_count_region() -> Result:
    """How many have an indexed answer, as the list counts them for an office that reads one region."""
    joined = (
        " JOIN forms_app_submission s ON s.id = r.submission_id"
        " JOIN accounts_organisation o ON o.id = s.organisation_id"
        " JOIN accounts_region g ON g.id = o.region_id AND g.code = '980000'"
    )
    return _count("count of an indexed answer in one region / expression index", OFFICE, joined)


def _count(name: str, reader: str, joined: str) -> Result:
    table = submission_table(dataset())
    user = User.objects.get(email=reader)
    query = list_query(table, lambda asked: ["民营"] if asked == "a.f02" else [])
    statement = f"SELECT count(*) FROM forms_app_submissionround r{joined} WHERE {expression('r.')} = %s"
    # Who may read what is worked out once per request, for whatever the page shows.
    ours = counted(readable_submissions(user), readable_entries(user), table, query)
    assert ours.count() == _bare(statement)[0][0] > 0
    return compare(
        name, ours=elapsed(lambda: ours.all().count(), 5), reference=elapsed(lambda: _bare(statement), 5), goal=2.0
    )


def _bare(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, ["民营"])
        return list(cursor.fetchall())


def export_xlsx() -> Result:
    """Rows per second of XLSX against xlsxwriter with constant memory, fed with the same rows."""
    return _rates("XLSX: a row / xlsxwriter constant_memory", "xlsx", "xlsxwriter")


def export_csv() -> Result:
    """Rows per second of CSV against the export of Wagtail's lists."""
    return _rates("CSV: a row / the export of Wagtail's lists", "csv", "wagtail")


@cache
def _measured(kind: str, rows: int) -> dict[str, float]:
    """Export in a process of its own, so that its memory is its own; return milliseconds per row and megabytes."""
    dataset()
    command = [sys.executable, "-m", "bench.submissions_export", kind, str(dataset()), str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rates(name: str, ours: str, reference: str) -> Result:
    own, peer = _measured(ours, SUBMISSIONS)["ms"], _measured(reference, SAMPLE)["ms"]
    ratio = round(own / peer, 3)
    return Result(name=name, ours=round(own, 4), reference=round(peer, 4), ratio=ratio, goal=0.333, met=ratio <= 1 / 3)


def export_xlsx_memory() -> Result:
    """How much the worker grows while it makes the XLSX."""
    return _memory("XLSX: growth in MB / limit", "xlsx")


def export_csv_memory() -> Result:
    """How much the worker grows while it makes the CSV."""
    return _memory("CSV: growth in MB / limit", "csv")


def _memory(name: str, kind: str) -> Result:
    grown = _measured(kind, SUBMISSIONS)["mb"]
    ratio = round(grown / MEMORY_LIMIT_MB, 3)
    return Result(name=name, ours=round(grown, 1), reference=MEMORY_LIMIT_MB, ratio=ratio, goal=1.0, met=ratio <= 1.0)


SCENARIOS = (
    submission_page,
    submission_filter,
    submission_count,
    submission_count_region,
    export_xlsx,
    export_csv,
    export_xlsx_memory,
    export_csv_memory,
)
