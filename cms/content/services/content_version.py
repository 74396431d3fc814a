"""The version of what visitors see: every publish, unpublish, redirect or settings change makes a new one.

The version lives in the database, because the clock and the workers publish too. A process asks for it at most once a
second, so no process shows old content for longer than that; the process that made the change forgets at once.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cms.content.models import ContentChange

Value = TypeVar("Value")

ASK_EVERY_SECONDS = 1.0
KEEP_CHANGES = timedelta(days=1)


class KnownVersion:
    """What one process knows of the version, and since when."""

    def __init__(self) -> None:
        self._known = ""
        self._until = 0.0

    def get(self) -> str:
        """Return the version; asks the database if what is known is older than a second."""
        now = monotonic()
        if now >= self._until:
            self._known, self._until = _read_version(), now + ASK_EVERY_SECONDS
        return self._known

    def forget(self) -> None:
        """Ask again at the next opportunity."""
        self._until = 0.0


this_process = KnownVersion()


def content_version() -> str:
    """Return the version of the public content."""
    return this_process.get()


def content_changed() -> None:
    """Note that something public has changed. Call it in the transaction of the change."""
    ContentChange.objects.create()
    this_process.forget()
    # Another thread may have asked before the commit: it must not keep that answer.
    transaction.on_commit(this_process.forget)


def content_changes_prune() -> None:
    """Delete what is too old to matter; the newest stays, so that the version keeps rising."""
    newest = ContentChange.objects.aggregate(newest=Max("pk"))["newest"]
    if newest is not None:
        ContentChange.objects.filter(pk__lt=newest, changed_at__lt=timezone.now() - KEEP_CHANGES).delete()


def _read_version() -> str:
    # Both numbers: changes may be committed in another order than they were numbered.
    found = ContentChange.objects.order_by().aggregate(newest=Max("pk"), count=Count("*"))
    return f"{found['newest'] or 0}.{found['count']}"


class ContentCache(Generic[Value]):
    """Values of one process that hold as long as the content's version does, and no longer than `seconds`."""

    _all: ClassVar["WeakSet[ContentCache[Any]]"] = WeakSet()

    def __init__(self, *, size: int, seconds: float) -> None:
        self._all.add(self)
        self.size = size
        self.seconds = seconds
        self._kept: OrderedDict[Hashable, tuple[str, float, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, version: str) -> Value | None:
        """Return what was kept under the key for this version."""
        found = self._kept.get(key)
        if found is None or found[0] != version or found[1] <= monotonic():
            return None
        return found[2]

    def put(self, key: Hashable, version: str, value: Value, *, seconds: float | None = None) -> None:
        """Keep a value that was made of this version; the oldest goes when there are too many."""
        until = monotonic() + (self.seconds if seconds is None else seconds)
        with self._lock:
            self._kept[key] = (version, until, value)
            self._kept.move_to_end(key)
            if len(self._kept) > self.size:
                self._kept.popitem(last=False)

    def get_or_make(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the kept value, or make and keep it. The version is read first: what changes meanwhile outdates it."""
        version = content_version()
        found = self.get(key, version)
        if found is None:
            found = make()
            self.put(key, version, found)
        return found

    @classmethod
    def clear_all(cls) -> None:
        """Forget everything that the process keeps."""
        for cache in cls._all:
            cache._kept.clear()
