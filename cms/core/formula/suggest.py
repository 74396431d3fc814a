"""What somebody may have meant who typed a name that does not exist."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 2_000


def nearest(typed: str, known: Iterable[str]) -> str:
    """Return the known name most like the typed one; empty when none is alike."""
    names = [name for _, name in zip(range(_MOST), known, strict=False)]
    found = get_close_matches(typed[:100], names, n=1, cutoff=0.5)
    return found[0] if found else ""
