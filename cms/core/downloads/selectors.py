"""Reads of downloads."""

import uuid
from typing import Any

from cms.core.downloads.models import Download, DownloadQuerySet
from cms.core.downloads.registry import download_kind


def downloads_of(user: Any) -> DownloadQuerySet:
    """Return what the person asked for, newest first."""
    return Download.objects.visible_to(user).order_by("-created_at", "-pk")


def own_download(user: Any, download_id: uuid.UUID) -> Download:
    """Return one of the person's downloads; Download.DoesNotExist for every other."""
    return Download.objects.visible_to(user).get(pk=download_id)


def may_fetch(user: Any, download: Download) -> bool:
    """Say whether the person may have the file today: the rights of the day it was asked for do not count."""
    kind = download_kind(download.kind)
    return kind is not None and kind.allowed(user, download.params)
