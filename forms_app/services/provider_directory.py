"""Service providers as a directory: the organisations of that kind."""

from collections.abc import Collection, Sequence

from cms.accounts.facade import OrganisationEntry, organisations_named, organisations_picked
from forms_app.directories import Entry

KIND = "provider"


def search_providers(text: str, above: str, limit: int) -> Sequence[Entry]:
    """Return active providers whose name holds `text`; they belong to nothing, so nothing above narrows them."""
    return [_entry(one) for one in organisations_named(KIND, text, limit)]


def pick_providers(ids: Collection[int], names: Collection[str]) -> Sequence[Entry]:
    """Return the providers with these numbers and names."""
    return [_entry(one) for one in organisations_picked(KIND, ids, names)]


def _entry(one: OrganisationEntry) -> Entry:
    return Entry(id=str(one.organisation_id), text=one.name, detail=one.region_name, offered=one.active)
