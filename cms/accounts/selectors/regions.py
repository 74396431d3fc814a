"""Full names of regions."""

import datetime
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Count, Max
from django.utils import timezone

from cms.accounts.models import Membership, Organisation, Region


def region_names() -> Mapping[str, str]:
    """Return code → full name for every region, such as 云溪市青岚县 (the province is named only by itself)."""
    version = Region.objects.aggregate(count=Count("pk"), changed=Max("updated_at"))
    return _names_at(version["count"], version["changed"])


@lru_cache(maxsize=2)
def _names_at(count: int, changed: datetime.datetime | None) -> Mapping[str, str]:
    """Compute the names once per state of the table; the arguments are its version."""
    names: dict[str, str] = {}
    full_by_path: dict[str, str] = {}
    for code, name, level, path in Region.objects.order_by("path").values_list("code", "name", "level", "path"):
        above = path[: path.rstrip("/").rfind("/") + 1]
        # A province is left out before its cities; below a municipality (直辖市) the districts carry its name.
        full = name if level == Region.Level.CITY else full_by_path.get(above, "") + name
        names[code] = full_by_path[path] = full
    return MappingProxyType(names)


def region_items() -> list[tuple[str, str, str]]:
    """Return (code, name, code of the region above) of every region, from the top down."""
    rows = Region.objects.order_by("path").values_list("code", "name", "parent__code")
    return [(code, name, parent or "") for code, name, parent in rows]


def counties_without(roles: Collection[str]) -> list[str]:
    """Return the names of the counties that have organisations, and nobody who holds one of `roles` for them today."""
    holders = Membership.objects.running(timezone.localdate()).filter(role__key__in=roles, user__is_active=True)
    covered = tuple(holders.values_list("organisation__region__path", flat=True).distinct())
    peopled = Organisation.objects.filter(status="active").values("region_id")
    counties = Region.objects.filter(level=Region.Level.COUNTY, pk__in=peopled).order_by("path")
    return [county.name for county in counties if not county.path.startswith(covered)]
