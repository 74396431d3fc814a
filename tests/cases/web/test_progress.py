"""Progress without an account: both keys or nothing, no personal data, not too often."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.facade import case_type_load
from cases.models import Case
from cases.selectors.definitions import latest_version
from cases.web.progress import ATTEMPTS
from tests.cases.world import TWO_STEPS, World, make_world

PAGE = "/progress/"
UNKNOWN = "未查到与该办件编号和统一社会信用代码同时相符的办件"


@pytest.fixture
def small(db: None) -> World:
    return make_world()


def ask(client: Client, case: Case, **changes: Any) -> Any:
    return client.post(PAGE, {"number": case.number, "credit_code": case.applicant.credit_code, **changes})


def test_number_and_code_together_show_the_state_in_public_words(client: Client, small: World) -> None:
    case = small.case()
    shown = ask(client, case).content.decode()
    for words in ("审核中", case.number, "两步审核", f"{case.created_at:%Y-%m-%d}", "下一步"):
        assert words in shown
    for hidden in ("待县级审核", case.title, small.enterprise.name, small.applicant.full_name, small.applicant.email):
        assert hidden not in shown


def test_what_is_typed_is_read_as_people_write_it(client: Client, small: World) -> None:
    case = small.case()
    shown = ask(client, case, number=f" {case.number.lower()} ", credit_code="ｅ-1").content.decode()
    assert "审核中" in shown


def test_a_wrong_number_and_a_wrong_code_are_answered_alike_and_cost_alike(client: Client, small: World) -> None:
    case, other = small.case(), small.case(enterprise=small.other_enterprise)
    answers, costs = [], []
    for changes in ({"number": "LB-2026-999999"}, {"credit_code": "E9"}, {"credit_code": other.applicant.credit_code}):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, case, **changes)
        costs.append(sum("cases_case" in one["sql"] for one in queries.captured_queries))
        answers.append((answer.status_code, answer.context["unknown"], UNKNOWN in answer.content.decode()))
    assert answers == [(200, True, True)] * 3
    assert costs == [1, 1, 1]


def test_a_confidential_case_is_answered_like_one_that_does_not_exist(client: Client, small: World) -> None:
    case = small.case()
    Case.objects.filter(pk=case.pk).update(confidentiality="confidential")
    assert UNKNOWN in ask(client, case).content.decode()


def test_half_of_the_pair_is_asked_for_and_kept(client: Client, small: World) -> None:
    answer = ask(client, small.case(), credit_code="")
    assert answer.status_code == 400
    assert f'value="{Case.objects.get().number}"' in answer.content.decode()


def test_whoever_asks_too_often_is_told_so_in_chinese_and_keeps_what_was_typed(client: Client, small: World) -> None:
    case = small.case()
    for _ in range(ATTEMPTS):
        assert ask(client, case).status_code == 200
    answer = ask(client, case)
    assert answer.status_code == 429
    assert "查询过于频繁" in answer.content.decode()
    assert "审核中" not in answer.content.decode()
    assert case.number in answer.content.decode()


def test_a_case_type_with_phases_shows_those(client: Client, small: World) -> None:
    states = [{**one, "phase": "review"} if one["key"] == "review" else one for one in TWO_STEPS["states"]]
    phases = [
        {"key": "review", "title": "内部评审", "public_title": "评审阶段"},
        {"key": "grant", "title": "内部入库", "public_title": "入库阶段"},
    ]
    case_type_load({**TWO_STEPS, "states": states, "phases": phases}, publish=True)
    case = small.case()
    Case.objects.filter(pk=case.pk).update(version=latest_version("two-steps"))
    steps = ask(client, case).context["progress"].steps
    assert [(one.title, one.done, one.current) for one in steps] == [
        ("评审阶段", False, True),
        ("入库阶段", False, False),
    ]


def test_the_pair_never_stands_in_an_address(client: Client, small: World) -> None:
    case = small.case()
    answer = client.get(PAGE, {"number": case.number, "credit_code": case.applicant.credit_code})
    assert "审核中" not in answer.content.decode()
    assert "no-store" in ask(client, case)["Cache-Control"]


def test_landing_page_and_portal_lead_here(client: Client, small: World) -> None:
    client.force_login(small.applicant)
    assert f'href="{PAGE}"' in client.get("/my/cases/").content.decode()
