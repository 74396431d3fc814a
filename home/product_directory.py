"""Products as a directory for forms: composed here, because neither publishing nor forms know each other."""

from collections.abc import Collection, Sequence

from cms.content.facade import ProductEntry, products_named, products_picked
from forms_app.facade import Entry


def search_products(text: str, above: str, limit: int) -> Sequence[Entry]:
    """Return products whose name holds `text`: those of the provider with the id `above`, or of any for ""."""
    return [_entry(one) for one in products_named(text, int(above) if above else None, limit)]


def pick_products(ids: Collection[int], names: Collection[str]) -> Sequence[Entry]:
    """Return the products with these numbers and names."""
    return [_entry(one) for one in products_picked(ids, names)]


def _entry(one: ProductEntry) -> Entry:
    return Entry(
        id=str(one.product_id),
        text=one.name,
        detail=one.provider_name,
        above=str(one.provider_id),
        offered=one.offered,
    )
