"""Files made by the worker: asked for, made once, handed over, retried, forgotten."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cms.core.downloads import DownloadFailed, Progress, worker
from cms.core.downloads.models import Download
from cms.core.downloads.services import (
    MOST_PENDING,
    TooManyDownloads,
    download_again,
    download_delete,
    downloads_expire,
)
from cms.core.downloads.worker import LEASE, MAX_ATTEMPTS, downloads_resume, run_download
from tests.cms.core.downloads.conftest import Workshop

Capture = Callable[..., Any]


def content(download: Download) -> bytes:
    download.refresh_from_db()
    with download.file.open("rb") as stream:
        return stream.read()


def test_a_file_that_was_asked_for_is_made_when_the_transaction_commits(
    workshop: Workshop, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        download = workshop.request()
    assert (download.status, workshop.made) == ("waiting", [])
    callbacks[0]()
    download.refresh_from_db()
    assert (download.status, content(download), download.size) == ("ready", b"PDF", 3)
    assert download.expires_at is not None


def test_a_maker_may_give_pieces_or_a_path(workshop: Workshop, tmp_path: Path) -> None:
    def pieces(download: Download, progress: Progress) -> Iterator[bytes]:
        for number in range(3):
            progress(number, 3)
            yield b"%d;" % number

    workshop.work = pieces
    streamed = workshop.request()
    run_download(streamed.pk)
    assert content(streamed) == b"0;1;2;"
    place = tmp_path / "made.bin"
    place.write_bytes(b"from disk")
    workshop.work = lambda download, progress: place
    from_disk = workshop.request()
    run_download(from_disk.pk)
    assert content(from_disk) == b"from disk"
    assert not place.exists()


def test_the_same_content_is_made_once_whoever_asks(workshop: Workshop) -> None:
    first = workshop.request(content_key="abc")
    assert workshop.request(content_key="abc").pk == first.pk
    run_download(first.pk)
    other = workshop.request(owner=workshop.stranger, content_key="abc")
    assert (other.status, content(other), len(workshop.made)) == ("ready", b"PDF", 1)
    assert other.pk != first.pk
    assert workshop.request(content_key="abd").status == "waiting"


def test_a_shared_file_stays_until_the_last_download_of_it_goes(
    workshop: Workshop, django_capture_on_commit_callbacks: Capture
) -> None:
    first = workshop.request(content_key="abc")
    run_download(first.pk)
    other = workshop.request(owner=workshop.stranger, content_key="abc")
    storage, name = other.file.storage, other.file.name
    with django_capture_on_commit_callbacks(execute=True):
        download_delete(download_id=first.pk, owner=workshop.owner)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        download_delete(download_id=other.pk, owner=workshop.stranger)
    assert not storage.exists(name)


def test_whoever_may_not_have_the_file_cannot_ask_for_it(workshop: Workshop) -> None:
    workshop.allowed = False
    with pytest.raises(PermissionDenied):
        workshop.request()
    with pytest.raises(PermissionDenied):
        workshop.request(kind="no.such.kind")
    assert not Download.objects.exists()


def test_a_right_that_is_lost_while_waiting_stops_the_file(workshop: Workshop) -> None:
    download = workshop.request()
    workshop.allowed = False
    assert run_download(download.pk) == "failed"
    download.refresh_from_db()
    assert (download.status, workshop.made) == ("failed", [])
    assert download.error


def test_one_person_cannot_fill_the_queue(workshop: Workshop) -> None:
    for _number in range(MOST_PENDING):
        workshop.request()
    with pytest.raises(TooManyDownloads):
        workshop.request()
    workshop.request(owner=workshop.stranger)


def test_a_refusal_of_the_maker_is_shown_and_not_tried_again(workshop: Workshop) -> None:
    def refuse(download: Download, progress: Progress) -> bytes:
        raise DownloadFailed("本服务器没有 PDF")

    workshop.work = refuse
    download = workshop.request()
    assert run_download(download.pk) == "failed"
    download.refresh_from_db()
    assert (download.status, download.error) == ("failed", "本服务器没有 PDF")


def test_what_breaks_is_tried_again_by_the_clock_and_then_failed(workshop: Workshop) -> None:
    def break_down(download: Download, progress: Progress) -> bytes:
        raise OSError("secret path")

    workshop.work = break_down
    download = workshop.request()
    assert run_download(download.pk) == "to be tried again"
    assert downloads_resume() == 0, "the pause is not over"
    later = timezone.now() + datetime.timedelta(hours=1)
    while downloads_resume(later):
        later += datetime.timedelta(hours=1)
    download.refresh_from_db()
    assert (download.status, download.error, len(workshop.made)) == ("failed", "", MAX_ATTEMPTS)


def test_a_download_of_a_killed_worker_is_made_by_the_next_one(workshop: Workshop) -> None:
    download = workshop.request()
    assert worker._take(download.pk) is not None, "a worker took it and died"
    assert run_download(download.pk) == "nothing to do", "nobody else may have it yet"
    assert downloads_resume() == 0
    assert downloads_resume(timezone.now() + LEASE + datetime.timedelta(seconds=1)) == 1
    download.refresh_from_db()
    assert (download.status, download.attempts) == ("ready", 2)


def test_a_file_that_kills_every_worker_ends_as_failed(workshop: Workshop) -> None:
    download = workshop.request()
    for _attempt in range(MAX_ATTEMPTS):
        assert worker._take(download.pk) is not None
        Download.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert run_download(download.pk) == "nothing to do"
    download.refresh_from_db()
    assert download.status == "failed"
    assert workshop.made == []


def test_a_slow_worker_that_lost_its_lease_hands_nothing_over(workshop: Workshop) -> None:
    def overtaken(download: Download, progress: Progress) -> bytes:
        if download.attempts == 1:
            Download.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
            assert run_download(download.pk) == "ready"
            return b"stale"
        return b"fresh"

    workshop.work = overtaken
    download = workshop.request()
    assert run_download(download.pk) == "given up"
    assert content(download) == b"fresh"


def test_a_deleted_download_stops_its_worker_at_the_next_report(workshop: Workshop) -> None:
    reached: list[str] = []

    def deleted(download: Download, progress: Progress) -> bytes:
        download_delete(download_id=download.pk, owner=workshop.owner)
        progress(1, 2)
        reached.append("after")
        return b""

    workshop.work = deleted
    assert run_download(workshop.request().pk) == "given up"
    assert reached == []


def test_progress_is_written_at_most_once_a_second(workshop: Workshop, django_assert_num_queries: Any) -> None:
    download = worker._take(workshop.request().pk)
    assert download is not None
    beat = worker._Beat(download)
    with django_assert_num_queries(1):
        for done in range(1000):
            beat(done, 1000)
    beat.written -= worker.WRITE_EVERY_SECONDS
    beat(500, 1000)
    download.refresh_from_db()
    assert (download.done, download.total, download.percent) == (500, 1000, 50)


def test_an_expired_file_is_deleted_and_can_be_made_again(
    workshop: Workshop, django_capture_on_commit_callbacks: Capture
) -> None:
    download = workshop.request(content_key="abc")
    run_download(download.pk)
    download.refresh_from_db()
    storage, name = download.file.storage, download.file.name
    assert downloads_expire() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert downloads_expire(timezone.now() + datetime.timedelta(days=8)) == 1
    assert not storage.exists(name)
    download.refresh_from_db()
    assert (download.status, bool(download.file)) == ("expired", False)
    again = download_again(download_id=download.pk, owner=workshop.owner)
    assert (again.pk, again.status) == (download.pk, "waiting")
    run_download(download.pk)
    assert content(download) == b"PDF"


def test_a_ready_download_is_not_made_again_by_asking(workshop: Workshop) -> None:
    download = workshop.request()
    run_download(download.pk)
    assert download_again(download_id=download.pk, owner=workshop.owner).is_ready
    assert len(workshop.made) == 1


def test_old_rows_without_a_file_are_forgotten(workshop: Workshop) -> None:
    workshop.work = lambda download, progress: (_ for _ in ()).throw(DownloadFailed("no"))
    failed = workshop.request()
    run_download(failed.pk)
    downloads_expire(timezone.now() + datetime.timedelta(days=29))
    assert Download.objects.filter(pk=failed.pk).exists()
    downloads_expire(timezone.now() + datetime.timedelta(days=31))
    assert not Download.objects.filter(pk=failed.pk).exists()
