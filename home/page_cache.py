"""Public pages kept for visitors: made once per version of the content, address and language.

Two levels: a bounded one in each process, and behind it the cache that processes share (`pages`, if there is one). Both
are keyed by the content's version, so a publish outdates every page at once; what depends on the time of day (a form
that opens at noon) is at most a minute old.

A page is kept only if it is the same for everybody: no session, no message, no token, no nonce, no cookie of its own.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from cms.content.facade import ContentCache, content_version

KEEP_SECONDS = 60
KEPT_PAGES = 512
LARGEST_PAGE = 256 * 1024
# Wagtail's pages and the site map. Everything else answers a person, not the public.
PUBLIC_VIEWS = frozenset({"wagtail_serve", "site_map"})
# Below these nothing is public: such requests do not even ask for the version.
OTHER_PREFIXES = ("/my/", "/admin/", "/api/", "/accounts/", "/documents/", "/verify/", "/media/", "/static/", "/i18n/")
# The only parameters that public pages read. The language switch repeats the whole address in the page, so one with
# other parameters is a page of its own, and there is no end of those: they are never kept.
KNOWN_QUERY = re.compile(r"(kind=[a-z_]{1,20})?&?(page=[1-9]\d{0,2})?")
# In a body these belong to one person or to one response.
PERSONAL_MARKS = (b"csrfmiddlewaretoken", b" nonce=")
UNSHARED = re.compile(r"private|no-store|no-cache")
VARIES_BY = frozenset({"cookie", "accept-language"})
LONGEST_PATH = 300
MESSAGES_COOKIE = CookieStorage.cookie_name

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A response as it was sent, and until when (on the wall clock, which processes share) it may be sent again."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    until: float

    def response(self, *, head: bool) -> HttpResponse:
        """Return the response again; to HEAD without its body."""
        response = HttpResponse(b"" if head else self.body)
        for name, value in self.headers:
            response.headers[name] = value
        return response


class PageCacheMiddleware:
    """Answers visitors from the kept pages, and keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept: ContentCache[KeptPage] = ContentCache(size=KEPT_PAGES, seconds=KEEP_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache if the request is a visitor's."""
        key = page_key(request)
        if key is None:
            return self.get_response(request)
        # Read before the page is made: what changes meanwhile outdates it.
        version = content_version()
        found = self._find(key, version)
        if found is not None:
            return found.response(head=request.method == "HEAD")
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and may_be_kept(request, response):
            self._keep(key, version, response)
        return response

    def _find(self, key: Key, version: str) -> KeptPage | None:
        found = self.kept.get(key, version)
        if found is None:
            found = caches["pages"].get(_shared_key(key, version))
            if found is not None:
                self.kept.put(key, version, found, seconds=found.until - time.time())
        return found

    def _keep(self, key: Key, version: str, response: HttpResponse) -> None:
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        page = KeptPage(response.content, tuple(response.items()), time.time() + KEEP_SECONDS)
        self.kept.put(key, version, page)
        caches["pages"].set(_shared_key(key, version), page, KEEP_SECONDS)


def page_key(request: HttpRequest) -> Key | None:
    """Return what the page depends on besides the content; None if it is not a visitor's request."""
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META:
        return None
    if request.path.startswith(OTHER_PREFIXES) or len(request.path) > LONGEST_PATH:
        return None
    # Who has a session, or a message waiting, gets pages of their own.
    if settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES_COOKIE in request.COOKIES:
        return None
    query = request.META.get("QUERY_STRING", "")
    if query and not KNOWN_QUERY.fullmatch(query):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return (request.scheme or "", host, request.path, query, get_language_from_request(request))


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the response is the same for every visitor."""
    match = request.resolver_match
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and match is not None
        and match.view_name in PUBLIC_VIEWS
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        # With this cookie a page may show a token without setting it again.
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and not UNSHARED.search(response.get("Cache-Control", ""))
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and varies <= VARIES_BY
        and len(response.content) <= LARGEST_PAGE
        and not any(mark in response.content for mark in PERSONAL_MARKS)
    )


def _shared_key(key: Key, version: str) -> str:
    return f"{version}:{sha256(chr(0).join(key).encode()).hexdigest()}"
