"""Ask for a file, ask again, throw it away, and clear away what has expired."""

import datetime
import uuid
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.core.downloads.models import Download
from cms.core.downloads.registry import DownloadKind, Params, download_kind

log = structlog.get_logger(__name__)

MOST_PENDING = 10
FORGET_DAYS = 30
_LIVE = (Download.Status.WAITING, Download.Status.RUNNING, Download.Status.READY)


class TooManyDownloads(Exception):
    """The person waits for so many files already that one more would only delay them."""


def download_request(
    *,
    kind: str,
    params: Params,
    owner: Any,
    title: str,
    filename: str,
    content_type: str = "application/octet-stream",
    content_key: str = "",
) -> Download:
    """Return the download of this content: one that the owner has or waits for, else a new one for the worker.

    PermissionDenied if the owner may not have it, TooManyDownloads if ten others are still waiting. Content that
    anybody has had made and that still lies there is not made again.
    """
    known = _kind(kind)
    if not known.allowed(owner, params):
        raise PermissionDenied
    live = Download.objects.filter(owner=owner, kind=kind, content_key=content_key, status__in=_LIVE)
    if content_key and (found := live.first()) is not None:
        return found
    if Download.objects.filter(owner=owner, status__in=_LIVE[:2]).count() >= MOST_PENDING:
        raise TooManyDownloads
    wanted = Download(
        owner=owner,
        kind=kind,
        params=dict(params),
        title=title[:200],
        filename=filename[-200:],
        content_type=content_type,
        content_key=content_key,
    )
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
            _reuse(wanted, known)
            if wanted.is_pending:
                _start_when_committed(wanted.pk)
    except IntegrityError:
        # Asked for twice at the same moment: the other one is as good.
        return live.get()
    log.info("download_requested", download=str(wanted.pk), kind=kind, owner=owner.pk)
    return wanted


@transaction.atomic
def download_again(*, download_id: uuid.UUID, owner: Any) -> Download:
    """Make a failed or expired file once more; a pending or ready one stays as it is.

    Download.DoesNotExist for a foreign one, PermissionDenied if the owner may not have it any more.
    """
    download = Download.objects.visible_to(owner).select_for_update(of=("self",)).get(pk=download_id)
    if download.status in _LIVE:
        return download
    if not _kind(download.kind).allowed(owner, download.params):
        raise PermissionDenied
    live = Download.objects.filter(
        owner=owner, kind=download.kind, content_key=download.content_key, status__in=_LIVE
    ).first()
    if download.content_key and live is not None:
        return live
    _drop_file(download)
    Download.objects.filter(pk=download.pk).update(
        status=Download.Status.WAITING, attempts=0, done=0, total=0, error="", lease_until=None, file="", size=0
    )
    _start_when_committed(download.pk)
    return Download.objects.get(pk=download.pk)


@transaction.atomic
def download_delete(*, download_id: uuid.UUID, owner: Any) -> None:
    """Throw a download away with its file; a worker that is making it finds out when it wants to hand it over."""
    download = Download.objects.visible_to(owner).select_for_update(of=("self",)).get(pk=download_id)
    _drop_file(download)
    download.delete()
    log.info("download_deleted", download=str(download_id), owner=owner.pk)


def downloads_expire(now: datetime.datetime | None = None) -> int:
    """Delete the files whose days are over and forget old rows; return how many files went."""
    now = now or timezone.now()
    gone = 0
    over = Download.objects.filter(status=Download.Status.READY, expires_at__lte=now)
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            download = over.select_for_update(of=("self",)).filter(pk=pk).first()
            if download is not None:
                _drop_file(download)
                gone += over.filter(pk=pk).update(status=Download.Status.EXPIRED, file="", size=0)
    ended = (Download.Status.EXPIRED, Download.Status.FAILED)
    Download.objects.filter(status__in=ended, created_at__lt=now - datetime.timedelta(days=FORGET_DAYS)).delete()
    return gone


def _kind(name: str) -> DownloadKind:
    kind = download_kind(name)
    if kind is None:
        raise PermissionDenied
    return kind


def _reuse(wanted: Download, kind: DownloadKind) -> bool:
    """Give `wanted` the file that was made for the same content, if one still lies there."""
    if not wanted.content_key:
        return False
    # Whatever right it was made by: the key is a hash of all that the file shows.
    twins = Download.objects.filter(content_key=wanted.content_key, status=Download.Status.READY)
    twin = twins.exclude(pk=wanted.pk).select_for_update(of=("self",)).first()
    if twin is None:
        return False
    now = timezone.now()
    wanted.status, wanted.file, wanted.size = Download.Status.READY, twin.file, twin.size
    wanted.ready_at, wanted.expires_at = now, now + datetime.timedelta(days=kind.keep_days)
    wanted.save(update_fields=["status", "file", "size", "ready_at", "expires_at"])
    return True


def _drop_file(download: Download) -> None:
    """Delete the file when the transaction commits, unless another download shares it."""
    name, storage = download.file.name, download.file.storage
    if name and not Download.objects.filter(file=name).exclude(pk=download.pk).exists():
        transaction.on_commit(lambda: storage.delete(name))


def _start_when_committed(download_id: uuid.UUID) -> None:
    # The task module imports this one.
    from cms.core.downloads.worker import wake  # noqa: PLC0415

    transaction.on_commit(lambda: wake(download_id))
