"""Enter regions, organisations and people from a document: a register taken over, or the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from wagtail.log_actions import log

from cms.accounts.errors import CreditCodeInvalid
from cms.accounts.models import Organisation, Region, Role, User
from cms.accounts.services.memberships import membership_grant
from cms.accounts.services.regions import region_save
from cms.core.identifiers import check_credit_code, normalise_credit_code


@dataclass(frozen=True)
class ImportCounts:
    """How many records an import has added."""

    regions: int
    organisations: int
    people: int


@transaction.atomic
def directory_import(
    *,
    regions: Sequence[Mapping[str, Any]],
    organisations: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]],
    password: str | None = None,
) -> ImportCounts:
    """Add what is missing; what exists stays as staff left it, so that importing again is safe and quick."""
    return ImportCounts(
        regions=_import_regions(regions),
        organisations=_import_organisations(organisations),
        people=_import_people(people, password),
    )


def _import_regions(rows: Sequence[Mapping[str, Any]]) -> int:
    known = {region.code: region for region in Region.objects.all()}
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        parent = known[row["parent"]] if row.get("parent") else None
        region = Region(code=row["code"], name=row["name"], level=row["level"], parent=parent)
        known[region.code] = region_save(region=region, actor=None)
    return len(missing)


def _import_organisations(rows: Sequence[Mapping[str, Any]]) -> int:
    known = set(Organisation.objects.values_list("credit_code", flat=True))
    regions = {region.code: region for region in Region.objects.all()}
    added = 0
    for row in rows:
        code = normalise_credit_code(row["credit_code"])
        if code in known:
            continue
        if check_credit_code(code) is not None:
            raise CreditCodeInvalid(code)
        organisation = Organisation.objects.create(
            name=row["name"],
            credit_code=code,
            kind=row["kind"],
            status=Organisation.Status.ACTIVE,
            region=regions[row["region"]],
            address=row.get("address", ""),
            contact_name=row.get("contact_name", ""),
            contact_phone=row.get("contact_phone", ""),
        )
        log(organisation, "accounts.organisation_import", data={"organisation": organisation.name, "credit_code": code})
        added += 1
    return added


def _import_people(rows: Sequence[Mapping[str, Any]], password: str | None) -> int:
    known = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in rows])}
    added = 0
    for row in rows:
        if row["email"] in known:
            continue
        create = User.objects.create_superuser if row.get("superuser") else User.objects.create_user
        user = create(row["email"], password, full_name=row["name"], phone=row.get("phone", ""))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        log(user, "accounts.person_import", data={"person": user.email})
        for held in row.get("memberships", []):
            organisation = Organisation.objects.select_related("region").get(credit_code=held["organisation"])
            role = Role.objects.get(key=held["role"])
            membership_grant(user=user, organisation=organisation, role=role, actor=None)
        added += 1
    return added
