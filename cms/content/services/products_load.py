"""Add products out of a data file, once: what exists already belongs to the editors."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from cms.accounts.models import Organisation
from cms.content.models import Product


@transaction.atomic
def products_load(*, entries: Sequence[Mapping[str, str]]) -> int:
    """Add and publish the products of `entries` that are missing; return how many.

    An entry names its provider by the unified social credit code; KeyError if there is no provider with that code.
    """
    codes = {one["provider"] for one in entries}
    providers = dict(
        Organisation.objects.filter(kind="provider", credit_code__in=codes).values_list("credit_code", "pk")
    )
    known = set(Product.objects.filter(provider__in=providers.values()).values_list("provider_id", "name"))
    added = 0
    for one in entries:
        if (providers[one["provider"]], one["name"]) in known:
            continue
        product = Product.objects.create(
            provider_id=providers[one["provider"]],
            name=one["name"],
            direction=one["direction"],
            summary=one["summary"],
            live=False,
        )
        product.save_revision().publish()
        added += 1
    return added
