"""Deadlines at the desk and in the portal: the card, the acts, the column and its filter."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseDeadline, CaseEvent
from cms.accounts.models import User
from tests.cases.desk_world import staff_group
from tests.cases.terms_world import at, deadline_of, known_2026, opened, take, terms
from tests.cases.world import World, make_world


@pytest.fixture
def office(db: None) -> Iterator[World]:
    with time_machine.travel(at(2026, 2, 9), tick=False):
        world = make_world()
        for person in (world.reviewer, world.other_reviewer, world.city_reviewer):
            person.groups.add(staff_group())
        known_2026()
        terms()
        yield world


def _browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def _act(case: Case, act: str) -> str:
    return reverse("wagtail_cases:deadline", args=[case.number, "review_term", act])


def test_the_page_of_a_case_shows_the_last_day_and_why_it_is_that_day(office: World) -> None:
    case = take(opened(office), "begin", office.reviewer)
    page = _text(_browser(office.reviewer).get(reverse("wagtail_cases:detail", args=[case.number])))
    for words in (
        "县级审查期限",
        "2026-02-28",
        "还剩 19 天",
        "10 个工作日",
        "2月14日（星期六，春节调休上班）计入",
        "2月15日至2月23日（春节）不计入",
    ):
        assert words in page, words
    assert _act(case, "extend") in page and _act(case, "pause") in page


def test_the_applicant_sees_the_day_and_its_reasons_and_no_buttons(office: World) -> None:
    case = take(opened(office), "begin", office.reviewer)
    page = _text(_browser(office.applicant).get(reverse("cases:detail", args=[case.number])))
    assert "届满日：2026-02-28（10 个工作日）" in page
    assert "2月14日（星期六，春节调休上班）计入" in page
    assert "延长期限" not in page


def test_a_missing_year_is_said_on_the_page_of_the_case(office: World) -> None:
    with time_machine.travel(at(2026, 12, 25), tick=False):
        case = take(opened(office), "begin", office.reviewer)
        page = _text(_browser(office.reviewer).get(reverse("wagtail_cases:detail", args=[case.number])))
    assert "2027 年的工作日历尚未录入" in page and "2027 年工作日历未录入" in page


def test_a_term_is_extended_on_a_page_of_its_own(office: World) -> None:
    case = take(opened(office), "begin", office.reviewer)
    browser = _browser(office.reviewer)
    page = browser.get(_act(case, "extend"))
    assert "延长该期限？" in _text(page)
    sent = {
        "length": "5",
        "ground": "案情复杂",
        "expected_revision": case.revision,
        "idempotency_key": page.context["idempotency_key"],
    }
    assert browser.post(_act(case, "extend"), sent).status_code == 302
    assert str(deadline_of(case).due_on) == "2026-03-06"
    shown = _text(browser.get(reverse("wagtail_cases:detail", args=[case.number])))
    assert "延长 5 个工作日：案情复杂" in shown


@pytest.mark.parametrize(
    ("changed", "words"), [({"length": "99"}, "累计延长不得超过"), ({"ground": " "}, "请填写理由")]
)
def test_a_refused_extension_says_why_and_keeps_what_was_typed(
    office: World, changed: dict[str, str], words: str
) -> None:
    case = take(opened(office), "begin", office.reviewer)
    sent = {"length": "5", "ground": "案情复杂", "expected_revision": case.revision, "idempotency_key": "k"} | changed
    answer = _browser(office.reviewer).post(_act(case, "extend"), sent)
    assert answer.status_code in (409, 422)
    assert words in _text(answer)
    assert f'value="{sent["length"]}"' in _text(answer)
    assert not CaseEvent.objects.filter(transition="$extend").exists()


def test_an_act_that_is_not_open_to_somebody_has_no_page(office: World) -> None:
    case = take(opened(office), "begin", office.reviewer)
    assert _browser(office.city_reviewer).get(_act(case, "extend")).status_code == 404
    assert _browser(office.reviewer).get(_act(case, "resume")).status_code == 404
    assert _browser(office.reviewer).get(_act(case, "abolish")).status_code == 404


def test_pausing_and_resuming_change_what_may_be_done(office: World) -> None:
    case = take(opened(office), "begin", office.reviewer)
    browser = _browser(office.reviewer)
    for act, status in (("pause", "paused"), ("resume", "running")):
        case.refresh_from_db()
        sent = {"ground": "等待检测", "expected_revision": case.revision, "idempotency_key": act}
        assert browser.post(_act(case, act), sent).status_code == 302
        assert deadline_of(case).status == status


def _row(page: str, case: Case) -> str:
    return next((row for row in page.split("<tr") if case.number in row), "")


def test_the_list_marks_what_is_overdue_and_filters_it(office: World) -> None:
    late = take(opened(office), "begin", office.reviewer)
    soon = take(opened(office), "begin", office.reviewer)
    CaseDeadline.objects.filter(case=late).update(due_on="2026-02-06")
    CaseDeadline.objects.filter(case=soon).update(due_on="2026-02-10")
    browser, address = _browser(office.reviewer), reverse("wagtail_cases:index")
    page = _text(browser.get(address))
    assert "已逾期 3 天" in _row(page, late) and "case-badge-danger" in _row(page, late)
    assert "还剩 1 天" in _row(page, soon)
    overdue = _text(browser.get(address, {"term": "overdue"}))
    assert _row(overdue, late) and not _row(overdue, soon)
    near = _text(browser.get(address, {"term": "soon"}))
    assert _row(near, soon) and not _row(near, late)


def test_deadlines_cost_the_list_one_query_however_many_there_are(
    office: World, django_assert_max_num_queries: Any
) -> None:
    browser, address = _browser(office.reviewer), reverse("wagtail_cases:index")
    take(opened(office), "begin", office.reviewer)
    browser.get(address)
    with django_assert_max_num_queries(100) as few:
        browser.get(address)
    for _number in range(6):
        take(opened(office), "begin", office.reviewer)
    with django_assert_max_num_queries(100) as many:
        browser.get(address)
    assert len(many) == len(few)
