"""A small country of people and organisations."""

import datetime
from dataclasses import dataclass
from itertools import count

import pytest
from django.utils import timezone

from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.accounts.services.regions import region_save
from cms.accounts.services.roles_install import roles_install
from cms.core.identifiers import credit_code_check_character

PASSWORD = "Long-enough-2026"

_numbers = count(1)


def fictional_code(region_code: str = "999921") -> str:
    """Return a fresh valid credit code of the range kept for examples."""
    first = f"91{region_code}PDY{next(_numbers):05d}0"
    return first + credit_code_check_character(first)


def make_region(code: str, name: str, level: str, parent: Region | None = None) -> Region:
    """Return a stored region."""
    return region_save(region=Region(code=code, name=name, level=level, parent=parent), actor=None)


def make_organisation(
    region: Region, *, kind: str = "enterprise", status: str = "active", **extra: object
) -> Organisation:
    """Return a stored organisation."""
    number = next(_numbers)
    return Organisation.objects.create(
        **{"name": f"第{number}公司（演示）", "credit_code": fictional_code(), **extra},
        kind=kind,
        status=status,
        region=region,
    )


def make_user(email: str, **extra: object) -> User:
    """Return a person who can sign in with PASSWORD."""
    return User.objects.create_user(email, PASSWORD, **{"full_name": email.split("@", maxsplit=1)[0], **extra})


def make_member(
    user: User,
    organisation: Organisation,
    role: str,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Membership:
    """Store a membership as it is, without asking the services."""
    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=Role.objects.get(key=role),
        valid_from=since or timezone.localdate(),
        valid_until=until,
    )


@dataclass
class Country:
    """The regions, organisations and people that most tests need."""

    province: Region
    city: Region
    qinglan: Region
    fengling: Region
    bureau: Organisation
    qinglan_bureau: Organisation
    firm: Organisation
    other_firm: Organisation
    bureau_admin: User
    reviewer: User
    org_admin: User
    member: User
    stranger: User
    other_admin: User


@pytest.fixture
def country(db: None) -> Country:
    """Build the country."""
    roles_install()
    province = make_region("990000", "示范省", "province")
    city = make_region("999900", "云溪市", "city", province)
    qinglan = make_region("999921", "青岚县", "county", city)
    fengling = make_region("999922", "枫陵县", "county", city)
    built = Country(
        province=province,
        city=city,
        qinglan=qinglan,
        fengling=fengling,
        bureau=make_organisation(city, kind="bureau", name="云溪市工业和信息化局"),
        qinglan_bureau=make_organisation(qinglan, kind="bureau", name="青岚县工业和信息化局"),
        firm=make_organisation(qinglan, name="鹭汀卫康制造有限公司（演示）"),
        other_firm=make_organisation(fengling, name="枫陵新材制造有限公司（演示）"),
        bureau_admin=make_user("bureau@example.com"),
        reviewer=make_user("reviewer@example.com"),
        org_admin=make_user("org-admin@example.com"),
        member=make_user("member@example.com"),
        stranger=make_user("stranger@example.com"),
        other_admin=make_user("other-admin@example.com"),
    )
    make_member(built.bureau_admin, built.bureau, "bureau_admin")
    make_member(built.reviewer, built.qinglan_bureau, "county_reviewer")
    make_member(built.org_admin, built.firm, "org_admin")
    make_member(built.member, built.firm, "org_member")
    make_member(built.other_admin, built.other_firm, "org_admin")
    return built
