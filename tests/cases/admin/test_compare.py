"""Two rounds side by side, at the desk and in the portal."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseReadLog
from forms_app.models import SubmissionRound
from tests.cases.sheets import SheetWorld, with_file

ROOMS = ("wagtail_cases", "cases")


def client_of(room: str, sheet: SheetWorld) -> Client:
    client = Client()
    client.force_login(sheet.reviewer if room == "wagtail_cases" else sheet.forms.filler)
    return client


def page(room: str, sheet: SheetWorld, query: str = "") -> Tag:
    response = client_of(room, sheet).get(reverse(f"{room}:compare", args=[sheet.case.number]) + query)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one(".compare")
    assert found is not None
    return found


def words(tag: Tag, selector: str) -> list[str]:
    return ["".join(one.get_text().split()) for one in tag.select(selector)]


@pytest.mark.parametrize("room", ROOMS)
def test_the_last_two_rounds_are_shown_with_the_changed_words_marked(room: str, sheet: SheetWorld) -> None:
    sheet.second_round()
    shown = page(room, sheet)

    assert [one["id"] for one in shown.select("tbody tr")] == ["compare-f-profile"]
    assert words(shown, "td ins") == ["和传感器"]
    assert words(shown, "td del") == []
    assert words(shown, ".compare-earlier") == ["从事精密零件加工。"]
    assert words(shown, ".compare-counts dd")[0] == "1"
    assert [one["value"] for one in shown.select("option[selected]")] == ["1", "2"]


@pytest.mark.parametrize("room", ROOMS)
def test_everything_is_shown_on_request_and_any_two_rounds_can_be_chosen(room: str, sheet: SheetWorld) -> None:
    sheet.second_round()
    with_file(sheet)
    everything = page(room, sheet, "?from=1&to=3&all=1")
    assert {"compare-f-name", "compare-f-profile", "compare-f-files", "compare-f-done"} <= {
        one["id"] for one in everything.select("tbody tr")
    }
    backwards = page(room, sheet, "?from=3&to=2")
    assert [one["value"] for one in backwards.select("option[selected]")] == ["2", "3"]
    link = backwards.select_one("#compare-f-files .compare-later a")
    assert link is not None
    assert client_of(room, sheet).get(str(link["href"])).status_code == 200


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("query", ["?from=9&to=99", "?from=-1&to=x", "?from=2&to=2", "?from=1&to=1"])
def test_numbers_that_no_round_has_fall_back_to_two_rounds(room: str, query: str, sheet: SheetWorld) -> None:
    sheet.second_round()
    assert [one["value"] for one in page(room, sheet, query).select("option[selected]")] == ["1", "2"]


@pytest.mark.parametrize("room", ROOMS)
def test_with_one_round_the_page_says_that_there_is_nothing_to_compare(room: str, sheet: SheetWorld) -> None:
    assert "目前只有一轮填报" in page(room, sheet).get_text()


@pytest.mark.parametrize("room", ROOMS)
def test_every_look_is_entered_in_the_read_log(room: str, sheet: SheetWorld) -> None:
    page(room, sheet)
    assert list(CaseReadLog.objects.values_list("what", flat=True)) == ["compare"]


def test_an_office_round_counts_as_a_round(sheet: SheetWorld) -> None:
    last = sheet.submission.rounds.get()
    SubmissionRound.objects.create(
        submission=sheet.submission,
        number=2,
        kind="office",
        answers={**last.answers, "s-office": {"f-done": "是"}},
        sha256="0" * 64,
        key="office",
        submitted_by=sheet.reviewer,
    )
    assert [one["id"] for one in page("wagtail_cases", sheet).select("tbody tr")] == ["compare-f-done"]


def test_the_number_of_queries_does_not_grow_with_what_was_changed(sheet: SheetWorld) -> None:
    sheet.second_round()
    client = client_of("wagtail_cases", sheet)
    address = reverse("wagtail_cases:compare", args=[sheet.case.number])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with_file(sheet)
    with CaptureQueriesContext(connection) as more:
        client.get(f"{address}?from=1&to=3&all=1")
    assert len(few) == len(more)
