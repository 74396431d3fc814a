"""Organisations as a directory: found by a part of their name, read by their number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from cms.accounts.models import Organisation
from cms.accounts.selectors.regions import region_names


@dataclass(frozen=True)
class OrganisationEntry:
    """What anybody who fills in a form may know of an organisation: its name and its region."""

    organisation_id: int
    name: str
    region_name: str
    active: bool = True


def organisations_named(kind: str, text: str, limit: int) -> Sequence[OrganisationEntry]:
    """Return active organisations of a kind whose name holds `text`; those that begin with it come first."""
    active = Organisation.objects.filter(kind=kind, status=Organisation.Status.ACTIVE, name__icontains=text)
    found = active.select_related("region").only("name", "region__code", "region__name")[: limit * 5]
    names = region_names()
    ordered = sorted(found, key=lambda one: (not one.name.startswith(text), one.name))[:limit]
    return [OrganisationEntry(one.pk, one.name, names.get(one.region.code, one.region.name)) for one in ordered]


def organisations_picked(kind: str, ids: Collection[int], names: Collection[str]) -> Sequence[OrganisationEntry]:
    """Return the organisations of a kind with these numbers or exactly these names, also those no longer active."""
    wanted = Organisation.objects.filter(Q(pk__in=ids) | Q(name__in=names), kind=kind)
    active = Organisation.Status.ACTIVE
    found = wanted.values_list("pk", "name", "region__name", "status").order_by("pk")
    return [OrganisationEntry(pk, name, region, status == active) for pk, name, region, status in found]


def organisation_name(kind: str, organisation_id: int) -> str | None:
    """Return the name of an organisation of a kind, also of one that is no longer active; None if there is none."""
    return Organisation.objects.filter(kind=kind, pk=organisation_id).values_list("name", flat=True).first()
