"""Filling in by Excel: template out, report of what would change, and nothing taken that was not chosen."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from forms_app.models import AnswerRevision, Draft, FormVersion, SectionAnswer
from tests.forms_app.world import BASICS, EFFECTS, World


def url(name: str, draft: Draft) -> str:
    return reverse(f"forms_app:{name}", args=[draft.pk])


def template(client: Client, draft: Draft) -> Workbook:
    return load_workbook(io.BytesIO(client.get(url("workbook", draft)).content))


def cell_of(book: Workbook, name: str) -> Any:
    """Return the cell of an input, by its hidden mark."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=1):
            if row[0].value == name:
                return sheet.cell(row[0].row, 3)
    raise KeyError(name)


def sent(client: Client, draft: Draft, book: Workbook) -> Any:
    target = io.BytesIO()
    book.save(target)
    return client.post(url("workbook_upload", draft), {"file": SimpleUploadedFile("表.xlsx", target.getvalue())})


def take(client: Client, draft: Draft, page: Any, *names: str) -> Any:
    read = re.search(r'name="read" value="([^"]+)"', page.content.decode())
    assert read
    return client.post(url("workbook_upload", draft), {"read": read[1], "take": list(names)}, follow=True)


def ticked(page: Any) -> set[str]:
    return set(re.findall(r'name="take" value="([^"]+)" checked', page.content.decode()))


def offered(page: Any) -> set[str]:
    return set(re.findall(r'name="take" value="([^"]+)"', page.content.decode()))


def data(draft: Draft, section: Any) -> dict[str, Any]:
    return SectionAnswer.objects.get(draft=draft, section_id=section.id).data


def test_the_template_holds_the_answers_of_the_draft_and_only_its_own_sections(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    assert book.sheetnames[:2] == ["一、基本情况", "二、改造情况"]
    assert "三、绩效评价" not in book.sheetnames
    assert cell_of(book, "f-money").value == 6500.5
    assert cell_of(book, "f-region").value == "云溪市青岚县"
    assert book["改造需求"]["C5"].value == "车床数据采集"


def test_a_workbook_sent_back_untouched_changes_nothing(world: World, filler: Client) -> None:
    draft = world.complete()
    page = sent(filler, draft, template(filler, draft))
    assert offered(page) == set()
    assert AnswerRevision.objects.filter(draft=draft).count() == 3


def test_only_what_changed_is_offered_and_only_what_is_ticked_is_taken(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    cell_of(book, "f-money").value = 7000
    cell_of(book, "f-staff").value = 121
    book["改造需求"]["C7"] = "新增一条"
    page = sent(filler, draft, book)
    assert ticked(page) == {"f-money", "f-staff", "f-needs"}
    text = page.content.decode()
    assert "6,500.50 万元" in text
    assert "7,000.00 万元" in text
    assert data(draft, BASICS)["f-money"] == "65005000.00"
    take(filler, draft, page, "f-money", "f-needs")
    assert data(draft, BASICS)["f-money"] == "70000000.00"
    assert data(draft, BASICS)["f-staff"] == "120"
    needs = data(draft, EFFECTS)["f-needs"]
    assert [one["text"] for one in needs] == ["车床数据采集", "能耗监测", "新增一条"]
    assert [one["id"] for one in needs[:2]] == ["r1", "r2"]
    assert data(draft, EFFECTS)["f-period"]["end"] == "2025-10-20"


def test_the_same_workbook_twice_changes_nothing_the_second_time(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    book["所用产品"]["C5"], book["所用产品"]["D5"] = "系统", 12.5
    take(filler, draft, sent(filler, draft, book), "f-products")
    assert offered(sent(filler, draft, book)) == set()


def test_what_is_wrong_is_named_by_sheet_and_cell_and_nothing_stored_is_lost(world: World, filler: Client) -> None:
    draft = world.complete()
    world.save(
        draft,
        EFFECTS,
        {"f-products-rows": "r1", "f-products-r1-c-name": "旧系统", "f-products-r1-c-cost": "10"},
    )
    book = template(filler, draft)
    phone = cell_of(book, "f-phone")
    phone.value = "12"
    book["所用产品"]["C5"], book["所用产品"]["D5"] = "新系统", "很贵"
    page = sent(filler, draft, book)
    text = page.content.decode()
    assert f"“一、基本情况”表 {phone.coordinate}" in text
    assert "“所用产品”表 D5" in text
    assert offered(page) == {"f-products"}
    take(filler, draft, page, "f-products")
    assert data(draft, BASICS)["f-phone"] == "13800000000"
    (row,) = data(draft, EFFECTS)["f-products"]
    assert (row["c-name"], row["c-cost"]) == ("新系统", "100000.00")


def test_an_emptied_cell_is_offered_but_not_ticked(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    cell_of(book, "f-phone").value = None
    page = sent(filler, draft, book)
    assert offered(page) == {"f-phone"}
    assert ticked(page) == set()
    take(filler, draft, page, "f-phone")
    assert "f-phone" not in data(draft, BASICS)


def test_what_was_typed_here_since_the_download_is_not_overwritten_by_itself(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    world.save(draft, BASICS, {"f-name": "星渡机械", "f-profile": "新的介绍", "f-staff": "300", "f-money": "6500.5"})
    cell_of(book, "f-staff").value = 121
    page = sent(filler, draft, book)
    # The profile was changed here only, so the workbook's old text is no change.
    assert offered(page) == {"f-staff"}
    assert ticked(page) == set()


def test_a_report_that_was_overtaken_is_refused_as_a_whole(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    cell_of(book, "f-staff").value = 121
    book["改造需求"]["C7"] = "新增一条"
    page = sent(filler, draft, book)
    world.save(draft, EFFECTS, {"f-needs-rows": "r1", "f-needs-r1-text": "别人改过"})
    answer = take(filler, draft, page, "f-staff", "f-needs")
    assert answer.status_code == 409
    assert data(draft, BASICS)["f-staff"] == "120"
    assert data(draft, EFFECTS)["f-needs"][0]["text"] == "别人改过"


def test_closed_fields_are_named_and_ignored(world: World, filler: Client) -> None:
    draft = world.complete()
    book = template(filler, draft)
    Draft.objects.filter(pk=draft.pk).update(status="returned", unlocked=["f-staff"])
    cell_of(book, "f-staff").value = 121
    cell_of(book, "f-money").value = 1
    page = sent(filler, draft, book)
    assert offered(page) == {"f-staff"}
    assert "营业收入" in page.content.decode()
    closed = template(filler, draft)
    assert cell_of(closed, "f-money").protection.locked
    assert not cell_of(closed, "f-staff").protection.locked


def test_a_sealed_report_of_another_draft_is_not_taken(world: World, filler: Client) -> None:
    draft, other = world.complete(), world.start()
    book = template(filler, draft)
    cell_of(book, "f-staff").value = 121
    page = sent(filler, draft, book)
    answer = take(filler, other, page, "f-staff")
    assert answer.status_code == 400
    assert not SectionAnswer.objects.filter(draft=other, data__has_key="f-staff").exists()


def test_a_workbook_of_another_form_is_refused_and_one_of_another_version_is_mapped_by_id(
    world: World, filler: Client
) -> None:
    draft = world.complete()
    book = template(filler, draft)
    cell_of(book, "f-staff").value = 121
    meta = {row[0].value: row[1] for row in book["_pilotdesk"].iter_rows()}
    meta["sha256"].value, meta["number"].value = "b" * 64, "7"
    page = sent(filler, draft, book)
    assert ticked(page) == {"f-staff"}
    assert "第7版" in page.content.decode()
    meta["code"].value, meta["title"].value = "other", "别的表"
    refused = sent(filler, draft, book)
    assert refused.status_code == 400
    assert "别的表" in refused.content.decode()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04 no archive"])
def test_a_file_that_is_no_workbook_is_refused_with_a_message(world: World, filler: Client, content: bytes) -> None:
    draft = world.start()
    page = filler.post(url("workbook_upload", draft), {"file": SimpleUploadedFile("表.xlsx", content)})
    assert page.status_code == 400
    assert 'role="alert"' in page.content.decode()


def test_the_blank_template_is_on_the_page_where_a_form_begins(world: World, filler: Client) -> None:
    code = FormVersion.objects.get().definition.code
    start = filler.get(reverse("forms_app:start", args=[code])).content.decode()
    address = reverse("forms_app:workbook_blank", args=[code])
    assert address in start
    book = load_workbook(io.BytesIO(filler.get(address).content))
    assert cell_of(book, "f-money").value is None
    assert "三、绩效评价" not in book.sheetnames


def test_a_template_costs_the_same_number_of_queries_however_much_is_filled_in(world: World, filler: Client) -> None:
    empty, full = world.start(), world.complete()
    filler.get(url("workbook", empty))
    with CaptureQueriesContext(connection) as few:
        filler.get(url("workbook", empty))
    with CaptureQueriesContext(connection) as many:
        filler.get(url("workbook", full))
    assert len(many) == len(few)


def test_strangers_find_nothing(world: World, stranger: Client) -> None:
    draft = world.complete()
    for name in ("workbook", "workbook_upload"):
        assert stranger.get(url(name, draft)).status_code == 404
