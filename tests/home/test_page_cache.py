"""Public pages are kept for visitors, and only for them, and never longer than the content holds."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.content.models import ContentChange, NoticePage, SiteIdentity
from cms.content.services.content_version import (
    ASK_EVERY_SECONDS,
    KEEP_CHANGES,
    ContentCache,
    KnownVersion,
    content_changed,
    content_changes_prune,
    content_version,
)
from home.page_cache import KEPT_PAGES, PageCacheMiddleware, page_key
from tests.cms.content.conftest import Desk, desk

pytestmark = pytest.mark.django_db
__all__ = ["desk"]

SHARED = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}


@pytest.fixture
def column(desk: Desk) -> Desk:
    """The column of notices with one notice in it."""
    desk.notices.add_child(instance=NoticePage(title="第一号通知"))
    return desk


def kept(client: Client, address: str, django_assert_num_queries: Any, **headers: str) -> HttpResponse:
    """Get a page and assert that nothing is asked of the database for it."""
    content_version()
    with django_assert_num_queries(0):
        return client.get(address, **headers)


def pages_kept() -> list[Any]:
    """Return the keys of all pages that are kept."""
    instances = [one for one in ContentCache._all if one.size == KEPT_PAGES]
    return [key for one in instances for key in one._kept]


def test_a_second_visit_asks_nothing_of_the_database_and_is_the_same_to_the_byte(
    client: Client, column: Desk, django_assert_num_queries: Any
) -> None:
    first = client.get("/notices/")
    second = kept(client, "/notices/", django_assert_num_queries)
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    assert "script-src" in second["Content-Security-Policy"]
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in second["Vary"].split(",")}


def test_what_is_published_and_taken_down_shows_at_the_next_request(client: Client, column: Desk) -> None:
    assert "第一号通知" in client.get("/notices/").content.decode()
    notice = column.notices.add_child(instance=NoticePage(title="第二号通知", live=False))
    assert "第二号通知" not in client.get("/notices/").content.decode()
    notice.save_revision().publish()
    notice.refresh_from_db()
    assert "第二号通知" in client.get("/notices/").content.decode()
    notice.unpublish()
    assert "第二号通知" not in client.get("/notices/").content.decode()


def test_settings_redirects_and_restrictions_show_at_the_next_request(client: Client, column: Desk) -> None:
    client.get("/notices/")
    SiteIdentity.objects.create(site=column.site, name="云溪试点")
    assert "云溪试点" in client.get("/notices/").content.decode()
    assert client.get("/old/").status_code == HTTPStatus.NOT_FOUND
    Redirect.add_redirect("/old/", "/notices/")
    assert client.get("/old/").status_code == HTTPStatus.MOVED_PERMANENTLY
    PageViewRestriction.objects.create(page=column.notices, restriction_type="login")
    assert client.get("/notices/").status_code == HTTPStatus.FOUND


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that tests move by hand."""
    now = [1000.0]
    monkeypatch.setattr("cms.content.services.content_version.monotonic", lambda: now[0])
    return now


def test_another_process_notices_within_a_second(clock: list[float]) -> None:
    other = KnownVersion()
    before = other.get()
    content_changed()
    assert content_version() != before
    assert other.get() == before
    clock[0] += ASK_EVERY_SECONDS
    assert other.get() == content_version()


def test_a_change_that_commits_later_than_its_number_says_makes_a_new_version() -> None:
    content_changed()
    content_changed()
    late = ContentChange.objects.earliest("pk")
    late.delete()
    before = KnownVersion().get()
    late.save(force_insert=True)
    assert KnownVersion().get() != before


def test_old_changes_are_pruned_and_the_newest_stays() -> None:
    content_changed()
    content_changed()
    ContentChange.objects.update(changed_at=timezone.now() - KEEP_CHANGES * 2)
    newest = ContentChange.objects.latest("pk")
    content_changes_prune()
    assert list(ContentChange.objects.all()) == [newest]


def test_another_process_takes_the_page_from_the_shared_cache(
    column: Desk, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.CACHES = SHARED
    caches["pages"].clear()
    first = Client().get("/notices/")
    assert kept(Client(), "/notices/", django_assert_num_queries).content == first.content
    column.notices.add_child(instance=NoticePage(title="第三号通知"))
    assert "第三号通知" in Client().get("/notices/").content.decode()


def test_who_is_signed_in_neither_gets_a_kept_page_nor_fills_the_cache(column: Desk) -> None:
    staff, visitor = Client(), Client()
    visitor.handler = staff.handler
    staff.force_login(column.publisher)
    visitor.get("/notices/")
    assert 'href="/admin/"' in staff.get("/notices/").content.decode()
    assert 'href="/admin/"' in staff.get("/policies/").content.decode()
    assert 'href="/admin/"' not in visitor.get("/policies/").content.decode()
    assert 'href="/admin/"' not in visitor.get("/notices/").content.decode()


def test_each_language_has_a_page_of_its_own(client: Client, column: Desk, django_assert_num_queries: Any) -> None:
    assert 'lang="zh-Hans"' in client.get("/notices/").content.decode()
    assert 'lang="en"' in client.get("/notices/", headers={"accept-language": "en"}).content.decode()
    client.post("/i18n/language/", {"language": "en", "next": "/notices/"})
    assert 'lang="en"' in kept(client, "/notices/", django_assert_num_queries).content.decode()
    client.post("/i18n/language/", {"language": "zh-hans", "next": "/notices/"})
    assert 'lang="zh-Hans"' in kept(client, "/notices/", django_assert_num_queries).content.decode()


def test_head_gets_the_headers_of_the_kept_page_without_its_body(
    client: Client, column: Desk, django_assert_num_queries: Any
) -> None:
    page = client.get("/notices/")
    content_version()
    with django_assert_num_queries(0):
        head = client.head("/notices/")
    assert head.content == b""
    assert head["Content-Length"] == str(len(page.content))


@pytest.mark.parametrize("address", ["/no-such-page/", "/accounts/login/", "/notices/?utm_source=x", "/admin/"])
def test_missing_pages_forms_and_unknown_parameters_are_never_kept(client: Client, column: Desk, address: str) -> None:
    client.get(address)
    client.get(address)
    assert pages_kept() == []


def answering(body: str = "page", **headers: str) -> Any:
    """Return the cache in front of a view with this answer, and the list of its calls."""
    calls: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        request.resolver_match = type("Match", (), {"view_name": "wagtail_serve"})()  # type: ignore[assignment]
        response = HttpResponse(body, headers=headers)
        if "Set-Cookie" in headers:
            del response["Set-Cookie"]
            response.set_cookie("mark", "x")
        return response

    return PageCacheMiddleware(view), calls


@pytest.mark.parametrize(
    ("body", "headers", "calls_made"),
    [
        ("page", {}, 1),
        ('<input name="csrfmiddlewaretoken">', {}, 2),
        ('<script nonce="abc">', {}, 2),
        ("page", {"Content-Security-Policy": "script-src 'self' 'nonce-abc'"}, 2),
        ("page", {"Cache-Control": "max-age=0, no-cache, private"}, 2),
        ("page", {"Set-Cookie": "x"}, 2),
        ("page", {"Vary": "User-Agent"}, 2),
        ("page", {"Content-Type": "application/json"}, 2),
    ],
)
def test_only_what_is_the_same_for_everybody_is_kept(body: str, headers: dict[str, str], calls_made: int) -> None:
    cache, calls = answering(body, **headers)
    for _ in range(2):
        assert body.encode() == cache(RequestFactory().get("/a/")).content
    assert len(calls) == calls_made


@pytest.mark.parametrize("cookie", ["sessionid=x", "messages=x", "csrftoken=x"])
def test_a_visitor_with_a_session_a_message_or_a_token_fills_nothing(cookie: str) -> None:
    cache, calls = answering()
    for _ in range(2):
        cache(RequestFactory().get("/a/", headers={"cookie": cookie}))
    assert len(calls) == 2
    # Whose token is not in the page may still read it, except with a session or a message.
    cache(RequestFactory().get("/a/"))
    cache(RequestFactory().get("/a/", headers={"cookie": cookie}))
    assert len(calls) == (3 if cookie.startswith("csrf") else 4)


def test_hosts_addresses_and_known_parameters_tell_pages_apart() -> None:
    factory = RequestFactory()
    addresses = ["/a/", "/b/", "/a/?page=2", "/a/?kind=news", "/a/?kind=news&page=2"]
    keys = {page_key(factory.get(address)) for address in addresses}
    keys.add(page_key(factory.get("/a/", headers={"host": "localhost"})))
    keys.add(page_key(factory.get("/a/", secure=True)))
    assert len(keys) == 7
    assert None not in keys
    assert page_key(factory.get("/a/?page=2&x=1")) is None
    assert page_key(factory.get("/a/", headers={"host": "evil.example"})) is None
    assert page_key(factory.post("/a/")) is None


def test_the_pages_kept_are_bounded() -> None:
    cache, _calls = answering()
    for number in range(KEPT_PAGES + 10):
        cache(RequestFactory().get(f"/{number}/"))
    assert len(cache.kept._kept) == KEPT_PAGES


def test_nothing_is_kept_longer_than_a_minute(clock: list[float]) -> None:
    kept_values: ContentCache[str] = ContentCache(size=2, seconds=60)
    kept_values.put("key", "1", "value")
    clock[0] += 59
    assert kept_values.get("key", "1") == "value"
    assert kept_values.get("key", "2") is None
    clock[0] += 2
    assert kept_values.get("key", "1") is None
