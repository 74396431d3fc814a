"""Lists and exports of 100,000 submissions: the list against its bare query, the files against those who write them."""

# ruff: noqa: S608 - the statements are put together from constants of this file

import datetime as dt
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.measure import Result, compare
from cms.accounts.models import Organisation, Region, User
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.models import AnswerIndex, Draft, FormDefinition, FormVersion, Submission, SubmissionRound
from forms_app.selectors.submission_list import list_query, list_rows, matching, submission_table

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "100000"))
ANSWERS, INDEXED = 60, 10
# Wagtail's writer and xlsxwriter are slow; rows per second need no more than this of them.
SAMPLE = min(SUBMISSIONS, 5_000)
PAGE = 50
MEMORY_LIMIT_MB = 60.0
KINDS = ("国有", "民营", "外资", "其他")
BATCH = 2_000
PLACE = "$.s1.f02"


def _field(at: int) -> FieldSpec:
    kind = ("text", "money", "radio", "number", "date", "text")[at % 6]
    return FieldSpec(
        id=f"f{at:02}",
        key=f"bench{at:02}",
        label=f"指标{at}",
        type=kind,
        unit="万元" if kind == "money" else "",
        choices=tuple(Choice(one, one) for one in KINDS) if kind == "radio" else (),
        indexed=at < INDEXED,
    )


SPEC = FormSpec(
    code="bench",
    title="测量用表",
    sections=(SectionSpec("s1", "s1", "情况", fields=tuple(map(_field, range(ANSWERS)))),),
)


def _value(field: FieldSpec, number: int) -> str:
    return {
        "text": f"第{number}家企业的情况{field.id}",
        "money": f"{number % 9973 * 10_000}.00",
        "radio": KINDS[number % 4],
        "number": str(number % 5000),
        "date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
    }[field.type]


@cache
def dataset() -> int:
    """Fill the scratch database once; return the id of the form."""
    content = spec_to_json(SPEC)
    definition = FormDefinition.objects.create(code="bench", title=SPEC.title, live=True)
    version = FormVersion.objects.create(definition=definition, number=1, content=content, sha256=sha256_of(content))
    user = User.objects.create_user("bench@example.com", "x", is_superuser=True)
    region = Region.objects.create(code="990001", name="测量县", level="county", path="990001/")
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"企业{at}", kind="enterprise", region=region, status="active", credit_code=f"BENCH{at:013}")
        for at in range(1000)
    )
    for start in range(0, SUBMISSIONS, BATCH):
        _fill(version, user, firms, range(start, min(start + BATCH, SUBMISSIONS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX bench_expression ON forms_app_submissionround ({_expression()})")
        cursor.execute("ANALYZE")
    return definition.pk


def _expression(table: str = "") -> str:
    answers = f"{table}answers"
    return (
        f"({answers} #>> '{{s1,f02}}')" if connection.vendor == "postgresql" else f"json_extract({answers}, '{PLACE}')"
    )


def _fill(version: FormVersion, user: User, firms: list[Organisation], numbers: range) -> None:
    now = timezone.now()
    drafts = [
        Draft(version=version, organisation=firms[number % len(firms)], status="submitted", created_by=user)
        for number in numbers
    ]
    Draft.objects.bulk_create(drafts)
    submissions = [
        Submission(
            reference=f"BENCH-{number:07}",
            draft=draft,
            version=version,
            organisation_id=draft.organisation_id,
            round=1,
            submitted_at=now - dt.timedelta(seconds=number),
        )
        for number, draft in zip(numbers, drafts, strict=True)
    ]
    Submission.objects.bulk_create(submissions)
    fields = SPEC.sections[0].fields
    rounds, index = [], []
    for number, submission in zip(numbers, submissions, strict=True):
        answers = {field.id: _value(field, number) for field in fields}
        rounds.append(
            SubmissionRound(
                submission=submission,
                number=1,
                answers={"s1": answers},
                sha256="0" * 64,
                key=uuid.uuid4().hex,
                submitted_by=user,
            )
        )
        for field in fields[:INDEXED]:
            is_number = field.type in ("money", "number")
            text = answers[field.id]
            index.append(
                AnswerIndex(submission=submission, field_key=field.key, text=text, number=text if is_number else None)
            )
    SubmissionRound.objects.bulk_create(rounds)
    AnswerIndex.objects.bulk_create(index)


def _found(**asked: list[str]) -> Any:
    table = submission_table(dataset())
    return matching(Submission.objects.all(), table, list_query(table, lambda name: asked.get(name, [])))


def _spent(work: Callable[[], object], times: int) -> Callable[[], float]:
    """Return a probe in milliseconds by the clock: a PostgreSQL works in a process of its own."""

    def probe() -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - started) * 1000 / times

    return probe


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
        ours=_spent(ours, 10),
        reference=_spent(bare, 10),
        goal=1.5,
    )


def submission_filter() -> Result:
    """One page of those with an indexed answer, against an index on the expression."""
    ours = _found(**{"a.f02": ["民营"]}).values_list("pk", "reference")[:PAGE]

    def reference() -> None:
        _bare(
            "SELECT s.id, s.reference FROM forms_app_submissionround r JOIN forms_app_submission s"
            f" ON s.id = r.submission_id WHERE {_expression('r.')} = %s"
            " ORDER BY s.submitted_at DESC, s.id DESC LIMIT 50"
        )

    return compare(
        "filter on an indexed answer / expression index",
        ours=_spent(lambda: list(ours.all()), 5),
        reference=_spent(reference, 5),
        goal=2.0,
    )


def submission_count() -> Result:
    """How many have an indexed answer, against an index on the expression."""
    ours = _found(**{"a.f02": ["民营"]})

    def reference() -> None:
        _bare(f"SELECT count(*) FROM forms_app_submissionround r WHERE {_expression('r.')} = %s")

    return compare(
        "count of an indexed answer / expression index",
        ours=_spent(ours.count, 5),
        reference=_spent(reference, 5),
        goal=2.0,
    )


def _bare(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, ["民营"])
        cursor.fetchall()


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
    export_xlsx,
    export_csv,
    export_xlsx_memory,
    export_csv_memory,
)
