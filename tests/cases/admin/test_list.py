"""The desk's list: who sees what, how it is narrowed, what an export holds."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseReadLog
from cms.accounts.models import Membership, Role
from tests.cases import desk_world
from tests.cases.desk_world import World

URL = "/admin/cases/"


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def listed(response: Any) -> set[str]:
    return {case.number for case in response.context["object_list"]}


def sheet_of(response: Any) -> list[tuple[Any, ...]]:
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return list(workbook.active.iter_rows(values_only=True))


def test_a_reviewer_sees_the_cases_of_the_own_county_and_no_other(desk: Client, world: World) -> None:
    response = desk.get(URL)
    assert listed(response) == {world.case.number}
    assert world.other_case.title not in response.content.decode()


def test_a_city_reviewer_sees_the_cases_of_every_county_below(client: Client, world: World) -> None:
    office = desk_world.organisation("云溪市工信局", "bureau", world.city)
    client.force_login(desk_world.member(office, "city_reviewer", staff=True, reads=True))
    assert listed(client.get(URL)) == {world.case.number, world.other_case.number}


def test_staff_without_cases_are_turned_away(client: Client, world: World) -> None:
    client.force_login(world.editor)
    assert client.get(URL).status_code == 302
    assert "data-waiting" not in client.get("/admin/").content.decode()


def test_an_applicant_does_not_get_into_the_admin(client: Client, world: World) -> None:
    client.force_login(world.applicant)
    assert client.get(URL).status_code in {302, 403}


@pytest.mark.parametrize("text", ["number", "青岚精密", "credit", "ＸＸＢ"])
def test_search_finds_by_number_name_and_credit_code_also_when_typed_full_width(
    desk: Client, world: World, text: str
) -> None:
    words = {"number": world.case.number, "credit": world.enterprise.credit_code.lower()}.get(text, text)
    desk_world.case(desk_world.organisation("别的企业", "enterprise", world.county)).save()
    found = listed(desk.get(URL, {"q": words}))
    assert world.case.number in found
    assert listed(desk.get(URL, {"q": "没有这样的企业"})) == set()


def test_search_does_not_reach_into_another_county(desk: Client, world: World) -> None:
    assert listed(desk.get(URL, {"q": world.other_case.number})) == set()


def test_filters_narrow_by_state_region_and_what_waits_for_the_reader(desk: Client, world: World) -> None:
    done = desk_world.case(world.enterprise, state="accepted")
    assert listed(desk.get(URL, {"state": "accepted"})) == {done.number}
    assert listed(desk.get(URL, {"box": "todo"})) == {world.case.number}
    assert listed(desk.get(URL, {"region": world.county.pk})) == {done.number, world.case.number}
    assert listed(desk.get(URL, {"opened_from": "2000-01-01", "opened_to": "2000-01-02"})) == set()


def test_a_region_of_another_county_is_no_choice(desk: Client, world: World) -> None:
    response = desk.get(URL, {"region": world.other_county.pk})
    assert "枫陵县" not in response.content.decode()


def test_an_empty_list_says_what_to_do(desk: Client) -> None:
    assert "没有符合条件的事项" in desk.get(URL, {"q": "没有"}).content.decode()


def test_the_menu_counts_the_cases_that_wait(desk: Client, world: World) -> None:
    assert "data-waiting" in desk.get("/admin/").content.decode()


def test_the_list_takes_the_same_number_of_queries_for_one_case_and_for_thirty(
    desk: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    desk.get(URL)
    with django_assert_max_num_queries(40) as one:
        desk.get(URL)
    for _ in range(30):
        desk_world.case(world.enterprise)
    with django_assert_max_num_queries(40) as many:
        desk.get(URL)
    assert len(many) == len(one)


def test_more_cases_than_are_counted_say_so(desk: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.admin.listing.COUNT_CAP", 3)
    for _ in range(5):
        desk_world.case(world.enterprise)
    assert "超过 3 件" in desk.get(URL).content.decode()


def test_the_export_holds_the_filtered_list_with_chinese_headings(desk: Client, world: World) -> None:
    desk_world.case(world.enterprise, state="accepted")
    rows = sheet_of(desk.get(URL, {"export": "xlsx", "state": "review"}))
    assert rows[0][:4] == ("事项编号", "标题", "申报单位", "统一社会信用代码")
    assert [row[0] for row in rows[1:]] == [world.case.number]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)"])
def test_a_name_that_looks_like_a_formula_is_exported_as_text(desk: Client, world: World, name: str) -> None:
    world.enterprise.name = name
    world.enterprise.save()
    response = desk.get(URL, {"export": "xlsx"})
    cell = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active["C2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_an_export_logs_that_each_of_its_cases_was_read(desk: Client, world: World) -> None:
    b"".join(desk.get(URL, {"export": "xlsx"}).streaming_content)
    assert list(CaseReadLog.objects.values_list("case_id", "user_id", "what")) == [
        (world.case.pk, world.reviewer.pk, "export")
    ]


def test_an_empty_list_exports_its_headings(desk: Client) -> None:
    rows = sheet_of(desk.get(URL, {"export": "xlsx", "q": "没有"}))
    assert rows[0][0] == "事项编号"


def test_a_case_leads_back_to_the_list_as_it_was_filtered(desk: Client, world: World) -> None:
    desk.get(URL, {"state": "review", "q": "青岚"})
    page = desk.get(reverse("wagtail_cases:detail", args=[world.case.number])).content.decode()
    assert "state=review" in page


def test_who_is_staff_elsewhere_does_not_see_the_own_firms_case_as_its_office_does(
    client: Client, world: World
) -> None:
    both = desk_world.member(world.other_bureau, "county_reviewer", staff=True, reads=True)
    Membership.objects.create(
        user=both,
        organisation=world.enterprise,
        role=Role.objects.get(key="org_member"),
        valid_from=timezone.localdate(),
    )
    client.force_login(both)
    assert listed(client.get(URL)) == {world.other_case.number}
    assert client.get(f"{URL}{world.case.number}/").status_code in {302, 404}
    assert client.get(f"{URL}{world.other_case.number}/").status_code == 200


def test_a_search_for_very_many_words_is_no_error(desk: Client) -> None:
    assert desk.get(URL, {"q": " ".join("1" * 1500)}).status_code == 200


def test_a_list_too_long_to_export_is_refused_in_words_and_never_cut_off(
    desk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.services.export_cases.MAX_ROWS", 1)
    assert len(sheet_of(desk.get(URL, {"export": "xlsx"}))) == 2
    desk_world.case(world.enterprise)
    response = desk.get(URL, {"export": "xlsx", "state": "review"}, follow=True)
    assert response.redirect_chain == [(f"{URL}?state=review", 302)]
    assert "一次最多导出 1 件事项" in response.content.decode()
    assert CaseReadLog.objects.filter(what="export").count() == 1
