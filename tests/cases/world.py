"""A small world to move cases in: two counties of a city, a bureau in each, an enterprise in each, their people."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.facade import case_type_load
from cases.models import Case
from cases.selectors.definitions import latest_version
from cases.services.perform import perform, perform_for_form
from cms.accounts.models import Membership, Organisation, Region, Role, User

TWO_STEPS: dict[str, Any] = {
    "key": "two-steps",
    "title": "两步审核",
    "number_prefix": "LB",
    "opening": {"first": "submit", "again": "resubmit"},
    "states": [
        {"key": "filling", "title": "填报中", "kind": "start"},
        {
            "key": "review",
            "title": "待县级审核",
            "public_title": "审核中",
            "kind": "work",
            "sections": {"county": ["evaluation"], "enterprise": ["basics"]},
        },
        {"key": "returned", "title": "退回修改", "public_title": "请修改", "kind": "pause"},
        {"key": "accepted", "title": "已通过", "kind": "final"},
    ],
    "transitions": [
        {
            "key": "submit",
            "title": "提交",
            "from": ["filling"],
            "to": "review",
            "actor": {"roles": ["org_admin", "org_member"], "scope": "applicant"},
            "notify": [
                {"to": "reviewers", "roles": ["county_reviewer"], "title": "待审核：{title}", "body": "{case_number}"}
            ],
        },
        {
            "key": "return",
            "title": "退回修改",
            "public_title": "退回",
            "from": ["review"],
            "to": "returned",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
            "requires": ["comment_required"],
            "notify": [{"to": "applicant", "title": "已退回 {case_number}", "body": "{state}：{comment}"}],
        },
        {
            "key": "resubmit",
            "title": "重新提交",
            "from": ["returned"],
            "to": "review",
            "actor": {"roles": ["org_admin", "org_member"], "scope": "applicant"},
        },
        {
            "key": "accept",
            "title": "通过",
            "from": ["review"],
            "to": "accepted",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
        },
        {
            "key": "expire",
            "title": "逾期关闭",
            "from": ["returned"],
            "to": "accepted",
            "actor": {"scope": "system"},
        },
    ],
}


@dataclass
class World:
    """Whom and what a test may name."""

    county: Region
    other_county: Region
    enterprise: Organisation
    other_enterprise: Organisation
    bureau: Organisation
    applicant: User
    reviewer: User
    other_applicant: User
    other_reviewer: User
    city_reviewer: User
    superuser: User
    stranger: User

    def case(self, *, state: str = "review", enterprise: Organisation | None = None, number: str = "") -> Case:
        """Make a case that stands in `state` without any event."""
        applicant = enterprise or self.enterprise
        count = Case.objects.count() + 1
        return Case.objects.create(
            number=number or f"LB-2026-{count:06d}",
            title=f"{applicant.name} 第 {count} 号",
            version=latest_version("two-steps"),
            state=state,
            state_entered_at=timezone.now(),
            region_id=applicant.region_id,
            applicant=applicant,
        )

    def walk(self, case: Case, *steps: str) -> Case:
        """Take transitions one after another, each by the person whose step it is."""
        for key in steps:
            arguments: dict[str, Any] = {
                "case_id": case.pk,
                "transition": key,
                "expected_revision": case.revision,
                "idempotency_key": f"walk-{case.pk}-{case.revision}",
            }
            if key in ("submit", "resubmit"):
                perform_for_form(**arguments, actor=self.applicant, facts={"round": case.revision + 1})
            else:
                perform(**arguments, actor=self.reviewer, payload={"comment": f"意见 {case.revision + 1}"})
            case.refresh_from_db()
        return case

    def fresh(self, user: User) -> User:
        """Return the person as another request would load them."""
        return User.objects.get(pk=user.pk)


def _region(code: str, name: str, level: str, parent: Region | None) -> Region:
    path = f"{parent.path if parent else ''}{code}/"
    return Region.objects.create(code=code, name=name, level=level, parent=parent, path=path)


def _organisation(name: str, code: str, kind: str, region: Region) -> Organisation:
    return Organisation.objects.create(name=name, credit_code=code, kind=kind, status="active", region=region)


def _member(email: str, name: str, organisation: Organisation, role: Role) -> User:
    user = User.objects.create_user(email, full_name=name)
    Membership.objects.create(user=user, organisation=organisation, role=role, valid_from=datetime.date(2026, 1, 1))
    return user


def _role(key: str, name: str, reads: bool = False) -> Role:
    return Role.objects.update_or_create(key=key, defaults={"name": name, "reads_region_cases": reads})[0]


def make_world() -> World:
    """Fill the database with the small world and publish its case type."""
    province = _region("980000", "测试省", "province", None)
    city = _region("989900", "测试市", "city", province)
    county = _region("989921", "甲县", "county", city)
    other = _region("989922", "乙县", "county", city)
    reviewer, member = _role("county_reviewer", "县级审核员", True), _role("org_admin", "单位管理员")
    city_role = _role("city_reviewer", "市级审核员", True)
    bureau = _organisation("甲县工业和信息化局", "B1", "bureau", county)
    other_bureau = _organisation("乙县工业和信息化局", "B2", "bureau", other)
    city_bureau = _organisation("测试市工业和信息化局", "B3", "bureau", city)
    enterprise = _organisation("甲县机械厂", "E1", "enterprise", county)
    other_enterprise = _organisation("乙县纺织厂", "E2", "enterprise", other)
    case_type_load(TWO_STEPS, publish=True)
    return World(
        county=county,
        other_county=other,
        enterprise=enterprise,
        other_enterprise=other_enterprise,
        bureau=bureau,
        applicant=_member("applicant@example.com", "张企", enterprise, member),
        reviewer=_member("reviewer@example.com", "李审", bureau, reviewer),
        other_applicant=_member("applicant2@example.com", "王企", other_enterprise, member),
        other_reviewer=_member("reviewer2@example.com", "赵审", other_bureau, reviewer),
        city_reviewer=_member("city-reviewer@example.com", "孙审", city_bureau, city_role),
        superuser=User.objects.create_superuser("root@example.com"),
        stranger=User.objects.create_user("stranger@example.com"),
    )
