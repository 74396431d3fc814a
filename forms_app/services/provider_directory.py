"""Service providers as a directory: the organisations of that kind."""

from collections.abc import Sequence

from cms.accounts.facade import organisation_name, organisations_named
from forms_app.directories import Entry

KIND = "provider"
LONGEST_ID = 12


def search_providers(text: str, limit: int) -> Sequence[Entry]:
    """Return active providers whose name holds `text`."""
    found = organisations_named(KIND, text, limit)
    return [Entry(id=str(one.organisation_id), text=one.name, detail=one.region_name) for one in found]


def provider_name(entry_id: str) -> str | None:
    """Return the name of a provider."""
    if not entry_id.isdecimal() or len(entry_id) > LONGEST_ID:
        return None
    return organisation_name(KIND, int(entry_id))
