"""Two hundred thousand cases in twenty counties, and four readers: of all, of two counties, of sixty cases, of none."""

# ruff: noqa: S608 - the statements are put together from names of tables

import datetime as dt
import os
from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from cases.facade import case_type_load
from cases.models import Case, CaseAccess, CaseEvent, CaseUserObjectPermission
from cases.selectors.chain import record_of
from cases.selectors.definitions import latest_version
from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.core.audit import GENESIS, chain_hash

CASES = int(os.environ.get("BENCH_CASES", "200000"))
CHAINED = min(CASES // 2, 20_000)
EVENTS_PER_CASE = 5
COUNTIES, OF_REVIEWER, FIRMS, OF_EXPERT = 20, 2, 1000, 60
BATCH = 5_000
BY_COUNTY = {"roles": ["county_reviewer"], "scope": "own_region"}
TYPE = {
    "key": "bench-case",
    "title": "测量用事项",
    "number_prefix": "CL",
    "states": [
        {"key": "review", "title": "待审核", "kind": "start"},
        {"key": "again", "title": "复核", "kind": "work"},
        {"key": "done", "title": "办结", "kind": "final"},
    ],
    "transitions": [
        {"key": "pass", "title": "通过", "from": ["review"], "to": "again", "actor": BY_COUNTY},
        {"key": "back", "title": "退回", "from": ["again"], "to": "review", "actor": BY_COUNTY},
        {"key": "close", "title": "办结", "from": ["again"], "to": "done", "actor": BY_COUNTY},
    ],
}


@cache
def dataset() -> dict[str, User]:
    """Fill the scratch database once; return the readers by name: all, reviewer, expert, nobody."""
    case_type_load(TYPE, publish=True)
    counties = [
        Region.objects.create(code=f"97{at:04}", name=f"审核县{at}", level="county", path=f"97{at:04}/")
        for at in range(COUNTIES)
    ]
    readers = _readers(counties)
    firms = Organisation.objects.bulk_create(
        Organisation(
            name=f"申报企业{at}",
            kind="enterprise",
            region=counties[at % COUNTIES],
            status="active",
            credit_code=f"CASES{at:013}",
        )
        for at in range(FIRMS)
    )
    for start in range(0, CASES, BATCH):
        _fill(firms, range(start, min(start + BATCH, CASES)))
    _chain(readers["all"])
    _let_in(readers["expert"])
    _grant_by_guardian(readers, counties)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return readers


def _readers(counties: list[Region]) -> dict[str, User]:
    made = {
        name: User.objects.create_user(f"bench-{name}@example.com", "x", is_superuser=name == "all")
        for name in ("all", "reviewer", "expert", "nobody")
    }
    role = Role.objects.get(key="county_reviewer")
    for county in counties[:OF_REVIEWER]:
        bureau = Organisation.objects.create(
            name=f"{county.name}局", kind="bureau", region=county, status="active", credit_code=f"DESK{county.code}"
        )
        Membership.objects.create(user=made["reviewer"], organisation=bureau, role=role, valid_from=dt.date(2025, 1, 1))
    return made


def _fill(firms: list[Organisation], numbers: range) -> None:
    """Open cases; the older, the higher their number."""
    now, version = timezone.now(), latest_version("bench-case")
    made = Case.objects.bulk_create(
        Case(
            number=f"CL-2026-{number:06}",
            title=f"申报企业{number % FIRMS}：测量用事项",
            version=version,
            state="review",
            state_entered_at=now,
            region_id=firms[number % FIRMS].region_id,
            applicant=firms[number % FIRMS],
        )
        for number in numbers
    )
    for number, case in zip(numbers, made, strict=True):
        case.updated_at = now - dt.timedelta(minutes=number)
    Case.objects.bulk_update(made, ["updated_at"], batch_size=500)


def _chain(actor: User) -> None:
    """Give the first cases a history, as perform would have written it."""
    now, version = timezone.now(), latest_version("bench-case")
    cases = list(Case.objects.filter(version=version).order_by("number")[:CHAINED])
    for start in range(0, len(cases), BATCH):
        events = []
        for case in cases[start : start + BATCH]:
            previous = GENESIS
            for seq in range(1, EVENTS_PER_CASE + 1):
                event = CaseEvent(
                    case=case,
                    case_number=case.number,
                    version=version,
                    seq=seq,
                    key=f"bench-{seq}",
                    transition=("pass", "back")[seq % 2],
                    from_state=("review", "again")[seq % 2],
                    to_state=("again", "review")[seq % 2],
                    actor=actor,
                    actor_name="王样本",
                    payload={"comment": "请补充上年度审计报告。"} if seq % 2 else {},
                    occurred_at=now,
                    prev_hash=previous,
                )
                event.hash = previous = chain_hash(previous, record_of(event, version.sha256))
                events.append(event)
            case.revision, case.head_hash, case.state = EVENTS_PER_CASE, previous, event.to_state
        CaseEvent.objects.bulk_create(events, batch_size=BATCH)
        Case.objects.bulk_update(cases[start : start + BATCH], ["revision", "head_hash", "state"], batch_size=500)


def _let_in(expert: User) -> None:
    """Open sixty old cases to the expert, which a list ordered by time finds last."""
    oldest = Case.objects.order_by("updated_at").values_list("pk", flat=True)[:OF_EXPERT]
    CaseAccess.objects.bulk_create(CaseAccess(case_id=pk, user=expert, source="bench") for pk in oldest)


def _grant_by_guardian(readers: dict[str, User], counties: list[Region]) -> None:
    """Grant the same by guardian, row by row, as its default way needs it; and as much again to others."""
    kind = ContentType.objects.get_for_model(Case)
    permission = Permission.objects.get(content_type=kind, codename="view_case")
    table, cases = CaseUserObjectPermission._meta.db_table, Case._meta.db_table
    of_reviewer = ",".join(str(county.pk) for county in counties[:OF_REVIEWER])
    of_expert = f"SELECT case_id FROM {CaseAccess._meta.db_table} WHERE user_id = {readers['expert'].pk}"
    wanted = {
        readers["reviewer"].pk: f"region_id IN ({of_reviewer})",
        readers["expert"].pk: f"id IN ({of_expert})",
        readers["all"].pk: "id % 2 = 0",
    }
    with connection.cursor() as cursor:
        for user_id, condition in wanted.items():
            cursor.execute(
                f"INSERT INTO {table} (content_object_id, permission_id, user_id)"
                f" SELECT id, {permission.pk}, {user_id} FROM {cases}"
                f" WHERE {condition}"
            )
