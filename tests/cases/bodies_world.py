"""A case type with every kind of body, and a pool of experts to draw from."""

import copy
import datetime
from typing import Any

from cases.facade import case_type_load
from cases.models import Case, CaseTask, Expert, Speciality
from cases.selectors.definitions import latest_version
from cases.services.perform import perform
from cases.services.seat_declare import seat_declare
from cases.services.seat_score import seat_score
from cms.accounts.models import Membership, Organisation, Role, User
from tests.cases.world import World

COUNTY = {"roles": ["county_reviewer"], "scope": "own_region"}
SYSTEM = {"scope": "system"}
PANEL: dict[str, Any] = {
    "by": "panel",
    "size": 5,
    "specialities": {"finance": 1, "technical": 2},
    "per_employer": 1,
    "blind": True,
    "scheme": {
        "dimensions": [
            {"key": "skill", "title": "技术能力", "weight": 60, "most": 100},
            {"key": "price", "title": "价格", "weight": 40, "most": 10},
        ],
        "aggregate": "drop_high_low",
        "passes_from": 60,
    },
    "passed": "experts_pass",
    "failed": "experts_fail",
}
SIGN: dict[str, Any] = {
    "by": "sign",
    "roles": ["county_finance", "county_reviewer"],
    "mode": "all",
    "passed": "signed",
    "failed": "refused",
}
MEETING: dict[str, Any] = {
    "by": "meeting",
    "roles": ["county_reviewer"],
    "quorum": "2/3",
    "share": "1/2",
    "strict": True,
    "minutes": "minutes",
    "passed": "adopted",
    "failed": "rejected",
}
ENDS = {
    "panel": (("experts_pass", "专家评审通过"), ("experts_fail", "专家评审未通过")),
    "sign": (("signed", "会签通过"), ("refused", "会签未通过")),
    "meeting": (("adopted", "会议通过"), ("rejected", "会议未通过")),
}


def document(**changes: Any) -> dict[str, Any]:
    """Return the case type; `changes` go into the bodies by kind: panel={"size": 3}."""
    bodies = {
        kind: {**copy.deepcopy(body), **changes.get(kind, {})}
        for kind, body in (("panel", PANEL), ("sign", SIGN), ("meeting", MEETING))
    }
    states = [
        {"key": kind, "title": title, "kind": "work", "decides": bodies[kind], "hidden": {"expert": ["contacts"]}}
        for kind, title in (("panel", "专家评审"), ("sign", "会签"), ("meeting", "专题会议"))
    ]
    return {
        "key": "admission",
        "title": "服务商入库",
        "number_prefix": "RK",
        "opening": {"first": "submit"},
        "documents": [{"key": "minutes", "title": "会议纪要", "party": "county"}],
        "states": [
            {"key": "filling", "title": "填报中", "kind": "start"},
            {"key": "review", "title": "待县级审查", "kind": "work"},
            *states,
            {"key": "passed", "title": "已通过", "kind": "final"},
            {"key": "failed", "title": "未通过", "kind": "final"},
        ],
        "transitions": [
            {
                "key": "submit",
                "title": "提交",
                "from": ["filling"],
                "to": "review",
                "actor": {"roles": ["org_admin"], "scope": "applicant"},
            },
            *(
                {"key": f"to_{kind}", "title": title, "from": ["review"], "to": kind, "actor": COUNTY}
                for kind, title in (("panel", "送专家评审"), ("sign", "送会签"), ("meeting", "上会"))
            ),
            *(
                {"key": key, "title": title, "from": [kind], "to": target, "actor": SYSTEM}
                for kind, pair in ENDS.items()
                for (key, title), target in zip(pair, ("passed", "failed"), strict=True)
            ),
        ],
    }


def publish(**changes: Any) -> None:
    """Publish the case type."""
    case_type_load(document(**changes), publish=True)


def case_in(world: World, state: str = "review", **fields: Any) -> Case:
    """Open a case of the type that stands in `state`."""
    case = world.case(state=state)
    case.version = latest_version("admission")
    for name, value in fields.items():
        setattr(case, name, value)
    case.save()
    return case


def sent_to(world: World, kind: str, **fields: Any) -> Case:
    """Let the county's reviewer send a new case to a body."""
    case = case_in(world, **fields)
    step(case, f"to_{kind}", world.reviewer)
    return case


def step(case: Case, transition: str, actor: User | None) -> None:
    """Take one transition and read the case again."""
    perform(
        case_id=case.pk,
        transition=transition,
        expected_revision=case.revision,
        idempotency_key=f"{case.pk}-{transition}-{case.revision}",
        actor=actor,
    )
    case.refresh_from_db()


def expert(number: int, *specialities: str, employer: str = "", **fields: Any) -> Expert:
    """Take a new person into the pool."""
    user = User.objects.create_user(f"expert{number}@example.com", "pw", full_name=f"专家{number}")
    made = Expert.objects.create(
        user=user,
        employer_name=employer or f"单位{number}",
        **{"valid_from": datetime.date(2026, 1, 1), **fields},
    )
    made.specialities.set(Speciality.objects.get_or_create(key=key, defaults={"title": key})[0] for key in specialities)
    return made


def pool(count: int = 9) -> list[Expert]:
    """Fill the pool: every third knows finance, the others technical matters."""
    return [expert(number, "technical" if number % 3 else "finance") for number in range(1, count + 1)]


def seats(case: Case, **more: Any) -> list[CaseTask]:
    """Return the seats that count."""
    found = CaseTask.objects.filter(case=case, kind="seat", status__in=("open", "done"), **more)
    return list(found.select_related("assignee").order_by("pk"))


def declare_all(case: Case) -> list[CaseTask]:
    """Let everybody declare to be free of conflicts."""
    for seat in seats(case):
        seat_declare(seat_id=seat.pk, actor=seat.assignee, idempotency_key=f"declare-{seat.pk}")
    return seats(case)


def score(seat: CaseTask, skill: str = "80", price: str = "8", comment: str = "") -> None:
    """Seal a sheet."""
    seat_score(
        seat_id=seat.pk,
        case_id=seat.case_id,
        actor=seat.assignee,
        scores={"skill": skill, "price": price},
        comment=comment,
        idempotency_key=f"seal-{seat.pk}",
    )


def colleague(world: World, role: str, email: str, organisation: Organisation | None = None) -> User:
    """Give the bureau another person who holds `role`."""
    user = User.objects.create_user(email, "pw", full_name=email.partition("@")[0])
    held, _ = Role.objects.get_or_create(key=role, defaults={"name": role})
    Membership.objects.create(
        user=user, organisation=organisation or world.bureau, role=held, valid_from=datetime.date(2026, 1, 1)
    )
    return user
