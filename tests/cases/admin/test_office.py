"""The county fills in its own section at the desk, and nothing else."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from forms_app.models import SubmissionRound
from tests.cases.sheets import SheetWorld

GOOD = {"f-done": "是", "f-passed": "是", "f-sample": "否", "idempotency_key": "k-1", "revision": "0"}


@pytest.fixture
def desk(client: Client, sheet: SheetWorld) -> Client:
    client.force_login(sheet.reviewer)
    return client


def url(sheet: SheetWorld, section: str = "s-office") -> str:
    return reverse("wagtail_cases:office_section", args=[sheet.case.number, section])


def office_rounds() -> list[Any]:
    return list(SubmissionRound.objects.filter(kind="office").values_list("answers", flat=True))


def test_the_county_saves_its_section_as_a_round_of_its_own_once(desk: Client, sheet: SheetWorld) -> None:
    assert "绩效评价是否通过" in desk.get(url(sheet)).content.decode()
    for _ in range(2):
        assert desk.post(url(sheet), GOOD).status_code == 302
    assert [answers["s-office"]["f-done"] for answers in office_rounds()] == ["是"]


def test_what_is_wrong_is_named_and_what_was_typed_stays(desk: Client, sheet: SheetWorld) -> None:
    response = desk.post(url(sheet), {"f-done": "是", "f-passed": "否", "f-passed-text-1": "", "idempotency_key": "k"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="error-summary"' in page
    assert "checked" in page
    assert not office_rounds()


def test_a_section_of_the_applicant_is_not_open_to_the_county(desk: Client, sheet: SheetWorld) -> None:
    assert desk.get(url(sheet, "s-basics")).status_code == 404
    assert desk.post(url(sheet, "s-basics"), {"f-profile": "改"}).status_code == 404


def test_a_state_that_does_not_open_the_section_keeps_it_shut(desk: Client, sheet: SheetWorld) -> None:
    Case.objects.filter(pk=sheet.case.pk).update(state="returned")
    assert desk.get(url(sheet)).status_code == 404


def test_a_colleagues_save_is_shown_and_never_written_over_unseen(desk: Client, sheet: SheetWorld) -> None:
    desk.post(url(sheet), GOOD)
    late = {**GOOD, "f-done": "否", "idempotency_key": "k-2"}
    response = desk.post(url(sheet), late)
    assert response.status_code == 409
    assert "has-conflict" in response.content.decode()
    assert [answers["s-office"]["f-done"] for answers in office_rounds()] == ["是"]

    seen = BeautifulSoup(response.content, "html.parser").select_one("input[name=revision]")["value"]
    assert desk.post(url(sheet), {**late, "revision": seen}).status_code == 302
    assert [answers["s-office"]["f-done"] for answers in office_rounds()] == ["是", "否"]


@pytest.mark.postgres
def test_the_case_is_locked_before_its_form_as_perform_does(desk: Client, sheet: SheetWorld, on_postgres: bool) -> None:
    assert on_postgres
    with CaptureQueriesContext(connection) as queries:
        desk.post(url(sheet), GOOD)
    locks = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert '"cases_case"' in locks[0].partition("WHERE")[0]
    assert any('"forms_app_submission"' in lock for lock in locks[1:])
