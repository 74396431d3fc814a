"""Every way in which somebody comes to know of a case, in one register. A new way joins by one entry.

`ROUTES` are addresses: an address of the cases room that is in none of the tables below fails the tests. `ASKED` are
the ways without an address of their own.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.models.visibility import may_see
from cases.selectors.desk import waiting_count, waiting_for
from cases.services.sheet_pdf import CASE_SHEET
from cms.accounts.models import Notification, User
from cms.core import outbox
from cms.core.downloads.registry import download_kind
from tests.permission_matrix.readers import Reader
from tests.permission_matrix.world import Place

Builder = Callable[[Place], Mapping[str, Any]]
Places = Mapping[str, Place]
FOUND = 200
# The menu is JSON inside an attribute.
BADGE = re.compile(r'data-waiting(?:=|\\u0022: ?|": ?)"?(\d+)')


def _number(place: Place, **more: Any) -> dict[str, Any]:
    return {"number": place.case.number, **more}


def _file(place: Place) -> dict[str, Any]:
    return _number(place, attachment_id=place.attachment.pk)


def _paper(place: Place) -> dict[str, Any]:
    return _number(place, extension="docx")


@dataclass(frozen=True)
class One:
    """An address that shows one case: it answers 200 to whoever may see the case in this room, and to nobody else.

    `logs` is what the log of reads notes, before any colon; "" for what shows nothing of the case itself.
    """

    name: str
    room: str
    logs: str
    arguments: Builder = _number


@dataclass(frozen=True)
class Many:
    """An address that lists cases: it names those that the reader may see in this room, and no others."""

    name: str
    room: str
    query: Mapping[str, str] = field(default_factory=dict)
    arguments: Callable[[Places], Mapping[str, Any]] = lambda _places: {}


ONE = (
    One("wagtail_cases:detail", "desk", "detail"),
    One("wagtail_cases:access", "desk", "access"),
    One("wagtail_cases:changes", "desk", "changes"),
    One("wagtail_cases:compare", "desk", "compare"),
    One("wagtail_cases:draws", "desk", "draws"),
    One("wagtail_cases:file", "desk", "attachment", _file),
    One("wagtail_cases:file_preview", "desk", "preview", _file),
    One("wagtail_cases:paper", "desk", "paper", _paper),
    One("wagtail_cases:print", "desk", "print"),
    One("cases:detail", "portal", "detail"),
    One("cases:compare", "portal", "compare"),
    One("cases:file", "portal", "attachment", _file),
    One("cases:paper", "portal", "paper", _paper),
    One("api-v1:read_case", "api", "api"),
    One("api-v1:read_events", "api", "events"),
)

MANY = (
    Many("wagtail_cases:index", "desk"),
    Many("wagtail_cases:index", "desk", {"q": "矩阵企业"}),
    Many("wagtail_cases:index", "desk", {"state": ["review", "returned", "accepted"]}),  # type: ignore[dict-item]
    Many("wagtail_cases:index", "desk", {"export": "xlsx"}),
    Many("wagtail_cases:index_results", "desk"),
    Many("cases:index", "portal"),
    Many("cases:index", "portal", {"q": "矩阵企业"}),
    Many("home:start", "portal"),
    Many("api-v1:list_cases", "api"),
    Many("api-v1:list_cases", "api", {"q": "矩阵企业"}),
    # The lists of a form show what its cases show: under another address, to the same people.
    Many("wagtail_submissions:list", "forms", arguments=lambda places: {"pk": _form(places)}),
    Many("wagtail_submissions:progress", "forms", arguments=lambda places: {"pk": _form(places)}),
)

# Addresses of the room that change something, or show an office's own input; whoever may not see the case gets 404
# from them, which tests/permission_walk proves for each.
CHANGES = {
    "wagtail_cases:access_grant",
    "wagtail_cases:access_revoke",
    "wagtail_cases:classify",
    "wagtail_cases:perform",
    "wagtail_cases:deadline",
    "wagtail_cases:act",
    "wagtail_cases:together",
    "wagtail_cases:remark_add",
    "wagtail_cases:remark_remove",
    "wagtail_cases:remark_settle",
    "wagtail_cases:office_section",
    "wagtail_cases:draw",
    "wagtail_cases:seat_add",
    "wagtail_cases:seat_drop",
    "wagtail_cases:vote",
    "wagtail_cases:meeting",
    # A case without a meeting that has decided has none: tests/cases/admin/test_bodies.py gives them out.
    "wagtail_cases:minutes",
    "api-v1:take_transition",
}

# Addresses of the room that show no case: what they are about instead.
NO_CASE: Mapping[str, str] = {
    "notices:index": "frozen snapshots that are public",
    "notices:detail": "a frozen snapshot that is public",
    **{
        f"wagtailsnippets_cases_casetypedefinition:{name}": "procedures as they are drawn, without any case"
        for name in (
            "check",
            "delete",
            "diff",
            "edit",
            "export",
            "import",
            "list",
            "list_results",
            "move",
            "moves",
            "simulate",
            "suggest",
            "version",
            "version_print",
            "version_yaml",
            "versions",
        )
    },
    "progress:ask": "the state of a case in public words, for whoever knows its number and the credit code",
    # Steps, not cases, and only after some seconds: tests/cases/api/test_feed.py proves whose they are.
    "api-v1:read_feed": "the steps of the cases that the caller may see",
    "experts:index": "the pool of experts",
    "experts:index_results": "the pool of experts",
    "webhooks:add": "the endpoints of other systems",
    "webhooks:delete": "the endpoints of other systems",
    "webhooks:edit": "the endpoints of other systems",
    "webhooks:secret": "the endpoints of other systems",
    "webhooks:try": "the endpoints of other systems",
    # The seat decides here and not visible_to alone: tests/cases/web/test_reviews.py proves it step by step.
    "reviews:index": "the reader's own seats",
    "reviews:detail": "the reader's own seat, and the case once it is open to them",
    "reviews:declare": "the reader's own seat",
    "reviews:recuse": "the reader's own seat",
    "reviews:file": "a file of the case once it is open to the holder of a seat",
}


def _form(places: Places) -> int:
    submission = next(iter(places.values())).case.submission
    assert submission is not None
    return submission.version.definition_id


def expected(reader: Reader, room: str) -> frozenset[str]:
    """Return the cases that the reader ought to find in a room."""
    return {"desk": reader.desk, "portal": reader.own, "api": reader.visible, "forms": _in_forms(reader)}[room]


def _in_forms(reader: Reader) -> frozenset[str]:
    """Return whose submissions the lists of a form show: a region's to its reviewers; a grant opens a case alone."""
    return reader.desk - reader.by_grant


def signed_in(reader: Reader) -> Client:
    """Return the browser of the reader."""
    client = Client()
    if isinstance(reader.user, User):
        client.force_login(reader.user)
    return client


def found_one(client: Client, path: One, places: Places) -> frozenset[str]:
    """Return the cases that the address shows, asked for each."""
    shown = set()
    for key, place in places.items():
        answer = client.get(reverse(path.name, kwargs=path.arguments(place)))
        if answer.status_code == FOUND:
            shown.add(key)
        elif place.firm.name in text_of(answer):
            shown.add(f"{key} named in a refusal")
    return frozenset(shown)


def found_many(client: Client, path: Many, places: Places) -> frozenset[str]:
    """Return the cases that the address names."""
    answer = client.get(reverse(path.name, kwargs=path.arguments(places)), path.query)
    return named_in(text_of(answer), places.values())


def named_in(text: str, places: Iterable[Place]) -> frozenset[str]:
    """Return the cases that a text tells of."""
    return frozenset(place.key for place in places if any(word in text for word in place.words))


def text_of(answer: Any) -> str:
    """Return all text of an answer, of a workbook's sheets too."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    return content.decode("utf-8", errors="replace")


def _pdf(reader: Reader, place: Place) -> bool:
    kind = download_kind(CASE_SHEET)
    assert kind is not None
    return isinstance(reader.user, User) and kind.allowed(reader.user, {"case": place.case.number})


def _visible(reader: Reader, place: Place) -> bool:
    return Case.objects.visible_to(reader.user).filter(pk=place.case.pk).exists()


def _may_see(reader: Reader, place: Place) -> bool:
    return may_see(Case.objects.select_related("region").get(pk=place.case.pk), reader.user)


def _waits(reader: Reader, place: Place) -> bool:
    if not isinstance(reader.user, User):
        return False
    return waiting_for(Case.objects.visible_to(reader.user), reader.user).filter(pk=place.case.pk).exists()


# Name → (asks whether the reader is told of the case, what they ought to be told of).
ASKED: Mapping[str, tuple[Callable[[Reader, Place], bool], Callable[[Reader], frozenset[str]]]] = {
    "visible_to": (_visible, lambda reader: reader.visible),
    "may_see": (_may_see, lambda reader: reader.visible),
    "the PDF that the worker makes": (_pdf, lambda reader: reader.visible),
    "what waits for the reader": (_waits, lambda reader: reader.waits),
}


def told_by_messages(readers: Iterable[Reader], places: Places) -> dict[str, frozenset[str]]:
    """Deliver what the outbox holds, and return of which cases each reader was told in the site or by mail."""
    outbox.deliver_due()
    told = {}
    for reader in readers:
        if isinstance(reader.user, User):
            inside = Notification.objects.filter(user=reader.user)
            letters = [f"{one.subject} {one.body}" for one in mail.outbox if reader.user.email in one.to]
            texts = [f"{one.title} {one.body} {one.url}" for one in inside] + letters
            told[reader.name] = named_in(" ".join(texts), places.values())
    return told


def counts(client: Client, reader: Reader) -> Iterator[tuple[str, int, int]]:
    """Yield (name, how many it ought to be, how many it says) of every count of cases that a reader is shown."""
    if reader.desk:
        shown = client.get(reverse("wagtail_cases:index"))
        yield "count of the desk", len(reader.desk), shown.context["paginator"].count
        badge = re.search(
            r'data-waiting(?:=|\\u0022: ?|": ?)"?(\d+)', text_of(client.get(reverse("wagtailadmin_home")))
        )
        yield "badge of the menu", len(reader.waits), int(badge[1]) if badge else 0
    if isinstance(reader.user, User):
        yield "waiting_count", len(reader.waits), waiting_count(reader.user)
        listed = client.get(reverse("api-v1:list_cases"))
        wanted = len(reader.visible) if reader.user.is_active else 0
        yield "count of the API", wanted, listed.json()["count"] if listed.status_code == FOUND else 0
        portal = client.get(reverse("cases:index"))
        yield "count of the portal", len(reader.own), portal.context["page"].paginator.count if portal.context else 0
