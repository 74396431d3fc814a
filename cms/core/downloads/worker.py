"""Making the files, in the worker process.

A worker takes a row by writing a lease and the number of its attempt into it. Progress extends the lease. When a worker
dies, the lease runs out and the clock hands the row to another; should the first one still be alive, the number of its
attempt no longer fits and its result is thrown away.
"""

import datetime
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import structlog
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.core.downloads.models import Download, DownloadQuerySet
from cms.core.downloads.registry import DownloadFailed, DownloadKind, Made, download_kind

log = structlog.get_logger(__name__)

LEASE = datetime.timedelta(seconds=90)
# A task that was lost with its queue entry is put in again after this time.
LOST = datetime.timedelta(seconds=30)
MAX_ATTEMPTS = 3
WRITE_EVERY_SECONDS = 1.0
BATCH = 20


class LeaseLost(Exception):
    """The row was deleted, or belongs to another worker by now."""


@task()
def make_download(download_id: str) -> str:
    """Make one file; returns how it ended, for the record of the task."""
    return run_download(uuid.UUID(download_id))


def wake(download_id: uuid.UUID) -> None:
    """Put the task into the queue; if that fails, the clock does it later."""
    try:
        make_download.enqueue(str(download_id))
    except Exception:
        log.exception("download.wake_failed", download=str(download_id))


def downloads_resume(now: datetime.datetime | None = None) -> int:
    """Hand over again what a dead worker or a lost task left behind; return how many."""
    now = now or timezone.now()
    lost = Q(status=Download.Status.WAITING, lease_until=None, created_at__lt=now - LOST)
    dead = Q(status__in=(Download.Status.WAITING, Download.Status.RUNNING), lease_until__lt=now)
    found = list(Download.objects.filter(lost | dead).order_by("created_at").values_list("pk", flat=True)[:BATCH])
    for pk in found:
        # Not again at the next tick: the task may have to wait behind others.
        Download.objects.filter(pk=pk).filter(lost | dead).update(lease_until=now + LEASE, status="waiting")
        wake(pk)
    return len(found)


def run_download(download_id: uuid.UUID) -> str:
    """Take the row, make the file, hand it over. Nothing is raised: what went wrong stands in the row."""
    download = _take(download_id)
    if download is None:
        return "nothing to do"
    kind = download_kind(download.kind)
    try:
        if kind is None or not kind.allowed(download.owner, download.params):
            raise DownloadFailed(_("You may not have this file any more."))
        with _written(kind.make(download, _Beat(download))) as (stream, size):
            _hand_over(download, kind, stream, size)
    except LeaseLost:
        return "given up"
    except DownloadFailed as failure:
        return _failed(download, str(failure), final=True)
    except Exception:
        # What broke is in the log; the person reads that it broke and may ask again.
        log.exception("download.failed", download=str(download.pk), kind=download.kind)
        return _failed(download, "", final=download.attempts >= MAX_ATTEMPTS)
    log.info("download.ready", download=str(download.pk), kind=download.kind)
    return "ready"


def _take(download_id: uuid.UUID) -> Download | None:
    now = timezone.now()
    free = Q(status=Download.Status.WAITING) | Q(status=Download.Status.RUNNING, lease_until__lt=now)
    rows = Download.objects.filter(free, pk=download_id)
    worn_out = rows.filter(attempts__gte=MAX_ATTEMPTS)
    if worn_out.update(status=Download.Status.FAILED, error="", lease_until=None):
        log.error("download.worker_died_every_time", download=str(download_id))
        return None
    taken = rows.update(
        status=Download.Status.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE, done=0, total=0
    )
    return Download.objects.select_related("owner").get(pk=download_id) if taken else None


class _Beat:
    """Writes the progress and extends the lease, at most once a second."""

    def __init__(self, download: Download) -> None:
        self.download = download
        self.written = time.monotonic()
        self.first = True

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.first and now - self.written < WRITE_EVERY_SECONDS:
            return
        self.first, self.written = False, now
        if not _own(self.download).update(done=done, total=total, lease_until=timezone.now() + LEASE):
            raise LeaseLost


def _own(download: Download) -> DownloadQuerySet:
    """Return the row as long as it is this worker's."""
    return Download.objects.filter(pk=download.pk, attempts=download.attempts, status=Download.Status.RUNNING)


@contextmanager
def _written(made: Made) -> Iterator[tuple[IO[bytes], int]]:
    """Give the made file as a stream with its size; pieces go to disk as they come, never all into memory."""
    with tempfile.TemporaryFile(prefix="download-") as stream:
        if isinstance(made, Path):
            with made.open("rb") as source:
                while piece := source.read(1 << 20):
                    stream.write(piece)
            made.unlink(missing_ok=True)
        elif isinstance(made, bytes):
            stream.write(made)
        else:
            stream.writelines(made)
        size = stream.tell()
        stream.seek(0)
        yield stream, size


def _hand_over(download: Download, kind: DownloadKind, stream: IO[bytes], size: int) -> None:
    storage = download.file.storage
    name = storage.save(f"downloads/{uuid.uuid4().hex}", File(stream))
    now = timezone.now()
    with transaction.atomic():
        kept = _own(download).update(
            status=Download.Status.READY,
            file=name,
            size=size,
            ready_at=now,
            expires_at=now + datetime.timedelta(days=kind.keep_days),
            lease_until=None,
            error="",
        )
    if not kept:
        storage.delete(name)
        raise LeaseLost


def _failed(download: Download, error: str, *, final: bool) -> str:
    """Store why; not for good as long as another attempt may help (the clock begins it after a pause)."""
    status = Download.Status.FAILED if final else Download.Status.WAITING
    pause = None if final else timezone.now() + datetime.timedelta(seconds=10 * 2**download.attempts)
    _own(download).update(status=status, error=error[:500], lease_until=pause)
    return "failed" if final else "to be tried again"
