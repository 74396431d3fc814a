"""A hundred thousand submissions of sixty answers each, and the two offices that read them."""

import datetime as dt
import os
import uuid
from functools import cache

from django.db import connection
from django.utils import timezone

from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.models import AnswerIndex, Draft, FormDefinition, FormVersion, Submission, SubmissionRound

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "100000"))
ANSWERS, INDEXED, REGIONS = 60, 10, 5
KINDS = ("国有", "民营", "外资", "其他")
BATCH = 2_000
PLACE = "$.s1.f02"
EVERYWHERE, OFFICE = "bench@example.com", "bench-office@example.com"


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
    user = User.objects.create_user(EVERYWHERE, "x", is_superuser=True)
    regions = [
        Region.objects.create(code=f"98000{at}", name=f"测量县{at}", level="county", path=f"98000{at}/")
        for at in range(REGIONS)
    ]
    firms = Organisation.objects.bulk_create(
        Organisation(
            name=f"企业{at}",
            kind="enterprise",
            region=regions[at * REGIONS // 1000],
            status="active",
            credit_code=f"BENCH{at:013}",
        )
        for at in range(1000)
    )
    _office(regions[0])
    for start in range(0, SUBMISSIONS, BATCH):
        _fill(version, user, firms, range(start, min(start + BATCH, SUBMISSIONS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX bench_expression ON forms_app_submissionround ({expression()})")
        cursor.execute("ANALYZE")
    return definition.pk


def _office(region: Region) -> User:
    """Make the bureau of one of the regions, and somebody who reviews there."""
    bureau = Organisation.objects.create(
        name="测量局", kind="bureau", region=region, status="active", credit_code="BENCHBUREAU"
    )
    reviewer = User.objects.create_user(OFFICE, "x")
    role = Role.objects.filter(reads_region_cases=True).first()
    Membership.objects.create(user=reviewer, organisation=bureau, role=role, valid_from=dt.date(2025, 1, 1))
    return reviewer


def expression(table: str = "") -> str:
    """Return the answer that is counted, as the index on the expression has it."""
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
                AnswerIndex(
                    submission=submission,
                    version=version,
                    organisation_id=submission.organisation_id,
                    field_key=field.key,
                    text=text,
                    number=text if is_number else None,
                )
            )
    SubmissionRound.objects.bulk_create(rounds)
    AnswerIndex.objects.bulk_create(index)
