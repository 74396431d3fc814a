"""Which files can be asked for: each kind with its maker and its permission."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms.core.downloads.models import Download

KEEP_DAYS = 7

Params = Mapping[str, Any]
Made = bytes | Path | Iterable[bytes]
# Whether this person may have this file now.
Allowed = Callable[[Any, Params], bool]


class Progress(Protocol):
    """How far the maker is; `total` 0 means that nobody knows."""

    def __call__(self, done: int, total: int) -> None:
        """Report it; at most one write a second reaches the database."""
        ...


class Maker(Protocol):
    """Makes the file: the whole of it, a path to it (which is then deleted), or its pieces in order."""

    def __call__(self, download: "Download", progress: Progress, /) -> Made:
        """Make it."""
        ...


class DownloadFailed(Exception):
    """The file cannot be made, and trying again would not help; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class DownloadKind:
    """A kind of file."""

    name: str
    label: "str | _StrPromise"
    make: Maker
    allowed: Allowed
    keep_days: int


_kinds: dict[str, DownloadKind] = {}


def register_download(
    name: str, *, label: "str | _StrPromise", allowed: Allowed, keep_days: int = KEEP_DAYS
) -> Callable[[Maker], Maker]:
    """Make the decorated function the maker of this kind; a second registration replaces the first."""

    def register(make: Maker) -> Maker:
        _kinds[name] = DownloadKind(name=name, label=label, make=make, allowed=allowed, keep_days=keep_days)
        return make

    return register


def download_kind(name: str) -> DownloadKind | None:
    """Return the kind of this name; None if no room makes it (any more)."""
    return _kinds.get(name)
