"""Products as a directory: found by a part of their name, read by their number or their whole name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.content.models import Product


@dataclass(frozen=True)
class ProductEntry:
    """What anybody who fills in a form may know of a product; `offered` says whether it can be chosen now."""

    product_id: int
    name: str
    provider_id: int
    provider_name: str
    offered: bool


def products_named(text: str, provider_id: int | None, limit: int) -> Sequence[ProductEntry]:
    """Return published products of active providers whose name holds `text`; those that begin with it come first."""
    wanted = Product.objects.filter(live=True, provider__status="active", name__icontains=text)
    if provider_id is not None:
        wanted = wanted.filter(provider_id=provider_id)
    found = _entries(wanted.order_by("name", "pk")[: limit * 5])
    return sorted(found, key=lambda one: (not one.name.startswith(text), one.name, one.provider_name))[:limit]


def products_picked(ids: Collection[int], names: Collection[str]) -> Sequence[ProductEntry]:
    """Return the products with these numbers or exactly these names, also those that are not offered any more."""
    return _entries(Product.objects.filter(Q(pk__in=ids) | Q(name__in=names)).order_by("pk"))


def _entries(products: QuerySet[Product]) -> list[ProductEntry]:
    rows = products.values_list("pk", "name", "provider_id", "provider__name", "live", "provider__status")
    return [ProductEntry(*row[:4], offered=row[4] and row[5] == "active") for row in rows]
