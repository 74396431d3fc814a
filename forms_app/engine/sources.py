"""Where answers come from that nobody typed: the organisation's profile, or a sheet that was accepted earlier.

A section keeps them as {field id: source}. A source is told at the field for as long as the field holds the value that
was taken over, and names what stood there before, so that taking over can be undone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Sources = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """One answer that was taken over: `value` is what it came to, `before` what stood there (None for nothing).

    `kind` is "profile" or "earlier"; then `reference` and `year` name the sheet, and `batch` the click that took it.
    """

    kind: str
    value: Any
    before: Any = None
    reference: str = ""
    year: int = 0
    batch: str = ""


def source_to_json(source: Source) -> dict[str, Any]:
    """Return a source as it is stored."""
    return asdict(source)


def standing(sources: Sources, values: Mapping[str, Any]) -> dict[str, Source]:
    """Return the sources of the answers that are still as they were taken over, by field id."""
    found = {field_id: Source(**one) for field_id, one in sources.items()}
    return {field_id: one for field_id, one in found.items() if values.get(field_id) == one.value}
