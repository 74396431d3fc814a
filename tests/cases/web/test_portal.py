"""The applicant's side: own cases only, in public words, with what to do next."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseReadLog
from cases.services.perform import perform
from forms_app.services.remarks import remark_add
from tests.cases import desk_world
from tests.cases.desk_world import World
from tests.cases.sheets import SheetWorld

LIST = "/my/cases/"


@pytest.fixture
def portal(client: Client, world: World) -> Client:
    client.force_login(world.applicant)
    return client


@pytest.fixture
def owner(client: Client, sheet: SheetWorld) -> Client:
    client.force_login(sheet.forms.filler)
    return client


def url(case: Case, name: str = "detail", *args: Any) -> str:
    return reverse(f"cases:{name}", args=[case.number, *args])


def test_an_applicant_sees_the_cases_of_the_own_enterprise_and_no_other(portal: Client, world: World) -> None:
    page = portal.get(LIST).content.decode()
    assert world.case.title in page
    assert world.other_case.title not in page


def test_a_reviewers_own_list_is_not_the_desk(client: Client, world: World) -> None:
    client.force_login(world.reviewer)
    assert world.case.title not in client.get(LIST).content.decode()
    assert client.get(url(world.case)).status_code == 404


def test_states_are_told_in_the_words_of_the_applicant(portal: Client, world: World) -> None:
    page = portal.get(LIST).content.decode()
    assert "审核中" in page
    assert "待县级审核" not in page


def test_the_list_is_searched_and_leafed_through(portal: Client, world: World) -> None:
    for number in range(12):
        desk_world.case(world.enterprise, title=f"第{number}份")
    assert "第3份" in portal.get(LIST, {"q": "第3份"}).content.decode()
    assert "第4份" not in portal.get(LIST, {"q": "第3份"}).content.decode()
    assert portal.get(LIST, {"page": 2}).context["page"].number == 2
    assert "没有找到" in portal.get(LIST, {"q": "没有"}).content.decode()


def test_an_enterprise_without_cases_is_told_how_one_begins(client: Client, world: World) -> None:
    client.force_login(desk_world.member(desk_world.organisation("新企业", "enterprise", world.county), "org_member"))
    assert "暂无事项" in client.get(LIST).content.decode()


def test_the_list_takes_the_same_number_of_queries_for_one_case_and_for_ten(
    portal: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    portal.get(LIST)
    with django_assert_max_num_queries(30) as one:
        portal.get(LIST)
    for _ in range(9):
        desk_world.case(world.enterprise)
    with django_assert_max_num_queries(30) as ten:
        portal.get(LIST)
    assert len(one) == len(ten)


@pytest.mark.parametrize("name", ["detail", "paper"])
def test_a_foreign_case_does_not_exist(portal: Client, world: World, name: str) -> None:
    args = ["docx"] if name == "paper" else []
    assert portal.get(url(world.other_case, name, *args)).status_code == 404
    assert not CaseReadLog.objects.exists()


def test_reading_the_own_case_is_logged(portal: Client, world: World) -> None:
    portal.get(url(world.case))
    assert CaseReadLog.objects.get().what == "detail"


def test_a_returned_case_says_what_to_do_and_leads_to_the_draft(owner: Client, sheet: SheetWorld) -> None:
    remark_add(submission_id=sheet.submission.pk, field_id="f-profile", text="请补充主营产品", actor=sheet.reviewer)
    perform(
        case_id=sheet.case.pk,
        transition="return",
        expected_revision=0,
        idempotency_key="k",
        actor=sheet.reviewer,
        payload={"comment": "请尽快修改"},
    )
    page = owner.get(url(sheet.case)).content.decode()
    for shown in ("已退回，请修改", "请补充主营产品", "请尽快修改", "修改并重新提交", "#field-f-profile"):
        assert shown in page
    assert str(sheet.submission.draft_id) in page


def test_a_remark_that_was_not_sent_is_not_shown(owner: Client, sheet: SheetWorld) -> None:
    remark_add(submission_id=sheet.submission.pk, field_id="f-profile", text="内部草稿意见", actor=sheet.reviewer)
    assert "内部草稿意见" not in owner.get(url(sheet.case)).content.decode()


def test_a_comment_for_the_office_only_and_the_reviewers_name_are_not_shown(owner: Client, sheet: SheetWorld) -> None:
    perform(
        case_id=sheet.case.pk,
        transition="note",
        expected_revision=0,
        idempotency_key="k",
        actor=sheet.reviewer,
        payload={"comment": "内部核查意见", "internal": True},
    )
    page = owner.get(url(sheet.case)).content.decode()
    assert "内部核查意见" not in page
    assert sheet.reviewer.email not in page


def test_the_sheet_can_be_downloaded_and_that_is_logged(owner: Client, sheet: SheetWorld) -> None:
    response = owner.get(url(sheet.case, "paper", "docx"))
    assert zipfile.is_zipfile(io.BytesIO(response.content))
    assert CaseReadLog.objects.get().what == "paper:docx"


def test_progress_shows_the_way_and_a_return_only_while_it_lasts(owner: Client, sheet: SheetWorld) -> None:
    steps = [step.title for step in owner.get(url(sheet.case)).context["progress"]]
    assert steps == ["填报中", "审核中", "已通过"]
    Case.objects.filter(pk=sheet.case.pk).update(state="returned")
    shown = owner.get(url(sheet.case)).context["progress"]
    assert [step.title for step in shown if step.current] == ["已退回，请修改"]
    assert len(shown) == 4


def test_nobody_signed_out_sees_anything(client: Client, world: World) -> None:
    for address in (LIST, url(world.case), url(world.case, "paper", "docx")):
        response = client.get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]
