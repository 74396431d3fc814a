"""People, organisations and cases for tests of the desk, made without the services that make them in life."""

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from cases.models import Case, CaseType, CaseTypeVersion
from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.core.audit import sha256_of

DEFINITION: dict[str, Any] = {
    "key": "sheet",
    "title": "改造信息表审核",
    "number_prefix": "XXB",
    "opening": {"first": "submit", "again": "resubmit", "office": "evaluate"},
    "states": [
        {"key": "filling", "title": "填报中", "kind": "start"},
        {
            "key": "review",
            "title": "待县级审核",
            "public_title": "审核中",
            "kind": "work",
            "sections": {"county": ["office"]},
        },
        {"key": "returned", "title": "退回修改", "public_title": "已退回，请修改", "kind": "pause"},
        {"key": "accepted", "title": "已通过", "kind": "final"},
    ],
    "transitions": [
        {
            "key": "submit",
            "title": "提交",
            "from": ["filling"],
            "to": "review",
            "actor": {"roles": ["org_member", "org_admin"], "scope": "applicant"},
        },
        {
            "key": "return",
            "title": "退回修改",
            "style": "secondary",
            "confirm": "退回后，企业只能修改您提出意见的填报项。确认退回？",
            "from": ["review"],
            "to": "returned",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
            "requires": ["remarks_required"],
            "effects": ["submission.return"],
        },
        {
            "key": "resubmit",
            "title": "重新提交",
            "from": ["returned"],
            "to": "review",
            "actor": {"roles": ["org_member", "org_admin"], "scope": "applicant"},
        },
        {
            "key": "accept",
            "title": "审核通过",
            "confirm": "通过后不能再退回修改。确认审核通过？",
            "from": ["review"],
            "to": "accepted",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
        },
        {
            "key": "evaluate",
            "title": "填写绩效评价",
            "from": ["accepted"],
            "to": "accepted",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
        },
        {
            "key": "note",
            "title": "登记情况",
            "style": "secondary",
            "from": ["review"],
            "to": "review",
            "actor": {"roles": ["county_reviewer"], "scope": "own_region"},
            "requires": ["comment_required"],
        },
    ],
}

_serial = itertools.count(1)


def region(code: str, name: str, level: str = "county", parent: Region | None = None) -> Region:
    """Make a region below `parent`."""
    path = f"{parent.path if parent else ''}{code}/"
    made, _ = Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": level, "parent": parent, "path": path}
    )
    return made


def organisation(name: str, kind: str, where: Region) -> Organisation:
    """Make an active organisation; the code is unique, its check character is not looked at here."""
    return Organisation.objects.create(
        name=name, kind=kind, region=where, status="active", credit_code=f"91990000MA{next(_serial):08d}"
    )


def staff_group() -> Group:
    """Return a group whose members enter the admin."""
    group, _ = Group.objects.get_or_create(name="desk staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


def member(organisation: Organisation, role: str, *, name: str = "", staff: bool = False, reads: bool = False) -> User:
    """Make a person with one running membership."""
    serial = next(_serial)
    user = User.objects.create_user(f"person{serial}@example.com", "pw", full_name=name or f"人员{serial}")
    held, _ = Role.objects.get_or_create(
        key=role, defaults={"name": role, "reads_region_cases": reads, "group": staff_group() if staff else None}
    )
    Membership.objects.create(
        user=user, organisation=organisation, role=held, valid_from=timezone.localdate() - datetime.timedelta(days=30)
    )
    if staff:
        user.groups.add(staff_group())
    return user


def case_type_version() -> CaseTypeVersion:
    """Publish the case type."""
    kind, _ = CaseType.objects.get_or_create(key="sheet", defaults={"title": DEFINITION["title"]})
    version, _ = CaseTypeVersion.objects.get_or_create(
        case_type=kind, number=1, defaults={"definition": DEFINITION, "sha256": sha256_of(DEFINITION)}
    )
    return version


def case(applicant: Organisation, *, state: str = "review", title: str = "", submission: Any = None) -> Case:
    """Open a case of `applicant` in `state`."""
    serial = next(_serial)
    return Case.objects.create(
        number=f"XXB-2026-{serial:06d}",
        title=title or f"{applicant.name}改造信息表",
        version=case_type_version(),
        state=state,
        state_entered_at=timezone.now(),
        region=applicant.region,
        applicant=applicant,
        submission=submission,
    )


class World:
    """Two counties of a city, each with a bureau, a reviewer, an enterprise, its member, and a case."""

    def __init__(self) -> None:
        province = region("990000", "示范省", "province")
        self.city = region("999900", "云溪市", "city", province)
        self.county = region("999921", "青岚县", "county", self.city)
        self.other_county = region("999922", "枫陵县", "county", self.city)
        self.bureau = organisation("青岚县工信局", "bureau", self.county)
        self.reviewer = member(self.bureau, "county_reviewer", name="林审核", staff=True, reads=True)
        self.other_bureau = organisation("枫陵县工信局", "bureau", self.other_county)
        self.other_reviewer = member(self.other_bureau, "county_reviewer", name="冯审核", staff=True, reads=True)
        self.enterprise = organisation("青岚精密制造有限公司", "enterprise", self.county)
        self.applicant = member(self.enterprise, "org_member", name="陈填报")
        self.other_enterprise = organisation("枫陵纺织有限公司", "enterprise", self.other_county)
        self.other_applicant = member(self.other_enterprise, "org_member", name="方填报")
        self.editor = User.objects.create_user("editor@example.com", "pw", full_name="编辑")
        self.editor.groups.add(staff_group())
        self.case = case(self.enterprise)
        self.other_case = case(self.other_enterprise)
