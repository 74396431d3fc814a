"""A procedure with terms, and days to run it on: the working days of 2026 are known, those of 2027 are not."""

import copy
import datetime as dt
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.facade import case_type_load
from cases.models import Case, CaseDeadline, CaseTypeVersion
from cases.services.perform import perform
from cms.accounts.models import Membership, Role, User
from cms.core.reference.services.calendar import calendar_seed
from tests.cases.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")
_keys = itertools.count(1)
OFFICE = {"roles": ["county_reviewer"], "scope": "own_region"}
SYSTEM = {"scope": "system"}

TERMS: dict[str, Any] = {
    "key": "terms",
    "title": "限期审查",
    "number_prefix": "XQ",
    "deadlines": [
        {
            "key": "review_term",
            "title": "县级审查期限",
            "length": 10,
            "unit": "working_day",
            "runs_in": ["review", "second"],
            "pauses_in": ["returned"],
            "remind": [3, 1],
            "escalate": [{"after": 1, "roles": ["county_leader"]}, {"after": 3, "roles": ["city_reviewer"]}],
            "on_expire": "lapse",
        }
    ],
    "states": [
        {"key": "opened", "title": "已立案", "kind": "start"},
        {"key": "review", "title": "待县级审查", "kind": "work"},
        {"key": "second", "title": "待复审", "kind": "work"},
        {"key": "returned", "title": "退回补正", "kind": "pause"},
        {"key": "done", "title": "已办结", "kind": "final"},
        {"key": "lapsed", "title": "逾期终止", "kind": "final"},
    ],
    "transitions": [
        {"key": "begin", "title": "受理", "from": ["opened"], "to": "review", "actor": OFFICE},
        {"key": "pass_on", "title": "转复审", "from": ["review"], "to": "second", "actor": OFFICE},
        {"key": "return", "title": "退回补正", "from": ["review"], "to": "returned", "actor": OFFICE},
        {"key": "again", "title": "恢复审查", "from": ["returned"], "to": "review", "actor": OFFICE},
        {"key": "note", "title": "登记", "from": ["done"], "to": "done", "actor": OFFICE},
        {"key": "finish", "title": "办结", "from": ["review", "second"], "to": "done", "actor": OFFICE},
        {"key": "lapse", "title": "逾期终止", "from": ["review", "second"], "to": "lapsed", "actor": SYSTEM},
    ],
}


def at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """Return a moment in Shanghai."""
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI)


def known_2026() -> None:
    """Enter the working days of 2026."""
    calendar_seed(years=[2026])


def terms(**changes: Any) -> None:
    """Publish the procedure, its deadline changed as asked."""
    document = copy.deepcopy(TERMS)
    document["deadlines"][0].update(changes)
    case_type_load(document, publish=True)


def opened(world: World, case_type: str = "terms") -> Case:
    """Open a case of the enterprise in its start state, by the newest version whatever the day is made to be."""
    version = CaseTypeVersion.objects.filter(case_type__key=case_type).latest("number")
    start = next(state["key"] for state in version.definition["states"] if state["kind"] == "start")
    number = next(_keys)
    return Case.objects.create(
        number=f"{version.definition['number_prefix']}-{number:06d}",
        title=f"{world.enterprise.name} 第 {number} 号",
        version=version,
        state=start,
        state_entered_at=timezone.now(),
        region=world.county,
        applicant=world.enterprise,
    )


def take(case: Case, transition: str, actor: User | None) -> Case:
    """Take a step on the case as it stands."""
    case.refresh_from_db()
    perform(
        case_id=case.pk,
        transition=transition,
        expected_revision=case.revision,
        idempotency_key=f"k{next(_keys)}",
        actor=actor,
        payload={"comment": "同意"},
    )
    case.refresh_from_db()
    return case


def deadline_of(case: Case) -> CaseDeadline:
    """Return the newest deadline of the case."""
    return CaseDeadline.objects.filter(case=case).latest("pk")


def leader(world: World) -> User:
    """Return somebody who leads the bureau of the county."""
    role = Role.objects.get_or_create(key="county_leader", defaults={"name": "分管领导"})[0]
    user = User.objects.create_user("leader@example.com", full_name="周领导")
    Membership.objects.create(user=user, organisation=world.bureau, role=role, valid_from=dt.date(2026, 1, 1))
    return user
