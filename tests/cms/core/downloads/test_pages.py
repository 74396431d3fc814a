"""我的下载 in a browser, without scripts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.downloads.models import Download
from cms.core.downloads.worker import run_download
from tests.cms.core.downloads.conftest import Workshop

LIST_QUERIES = 8


@pytest.fixture
def portal(workshop: Workshop) -> Client:
    client = Client()
    client.force_login(workshop.owner)
    return client


def address(name: str, download: Download) -> str:
    return reverse(f"downloads:{name}", args=[download.pk])


def test_the_page_shows_how_far_a_file_is_and_then_the_link(workshop: Workshop, portal: Client) -> None:
    download = workshop.request()
    Download.objects.update(status="running", done=30, total=60)
    page = portal.get(address("detail", download)).content.decode()
    assert 'value="50"' in page
    assert address("file", download) not in page
    Download.objects.update(status="waiting", lease_until=None)
    run_download(download.pk)
    assert address("file", download) in portal.get(address("detail", download)).content.decode()


def test_a_file_is_saved_under_its_name_and_never_interpreted(workshop: Workshop, portal: Client) -> None:
    download = workshop.request(content_type="text/html", filename="报表.html")
    run_download(download.pk)
    response = portal.get(address("file", download))
    assert b"".join(response) == b"PDF"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%E6%8A%A5%E8%A1%A8.html" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_a_file_that_is_not_ready_leads_to_its_progress(workshop: Workshop, portal: Client) -> None:
    download = workshop.request()
    assert portal.get(address("file", download))["Location"] == address("detail", download)


def test_the_right_is_asked_again_at_the_door(workshop: Workshop, portal: Client) -> None:
    download = workshop.request()
    run_download(download.pk)
    workshop.allowed = False
    assert portal.get(address("file", download)).status_code == 403


def test_nobody_reaches_a_download_of_somebody_else(workshop: Workshop) -> None:
    download = workshop.request(title="机密报表")
    run_download(download.pk)
    client = Client()
    client.force_login(workshop.stranger)
    for name in ("detail", "file"):
        assert client.get(address(name, download)).status_code == 404
    for name in ("delete", "again"):
        assert client.post(address(name, download)).status_code == 404
    assert "机密报表" not in client.get(reverse("downloads:index")).content.decode()
    assert Download.objects.filter(pk=download.pk, status="ready").exists()


def test_a_download_can_be_deleted_and_a_failed_one_made_again(workshop: Workshop, portal: Client) -> None:
    download = workshop.request()
    Download.objects.update(status="failed")
    assert portal.post(address("again", download))["Location"] == address("detail", download)
    download.refresh_from_db()
    assert download.status == "waiting"
    portal.post(address("delete", download))
    assert not Download.objects.exists()


def test_the_list_asks_the_database_equally_often_however_long_it_is(workshop: Workshop, portal: Client) -> None:
    def queries(rows: int) -> int:
        while Download.objects.count() < rows:
            number = Download.objects.count() + 1
            Download.objects.create(owner=workshop.owner, kind="test.sheet", title=f"表{number}", filename="a.pdf")
        with CaptureQueriesContext(connection) as captured:
            page = portal.get(reverse("downloads:index")).content.decode()
        assert page.count('data-state="waiting"') == rows
        return len(captured)

    queries(1)  # the frame of the site is read once and kept
    few = queries(1)
    assert queries(20) == few <= LIST_QUERIES
