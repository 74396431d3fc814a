"""The answers at the desk: read, remarked on, compared with the round before, given out as files."""

import io
import zipfile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cases.models import CaseReadLog
from forms_app.models import Remark, SubmissionRound
from forms_app.services.draft_submit import draft_submit
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from tests.cases import desk_world
from tests.cases.sheets import SheetWorld, with_file
from tests.forms_app.world import BASICS, BASICS_INPUT


@pytest.fixture
def desk(client: Client, sheet: SheetWorld) -> Client:
    client.force_login(sheet.reviewer)
    return client


def url(sheet: SheetWorld, name: str = "detail", *args: Any) -> str:
    return reverse(f"wagtail_cases:{name}", args=[sheet.case.number, *args])


def page(desk: Client, sheet: SheetWorld) -> str:
    return desk.get(url(sheet)).content.decode()


def what_was_read() -> list[str]:
    return list(CaseReadLog.objects.order_by("pk").values_list("what", flat=True))


def test_the_page_shows_every_answer_also_personal_ones_and_says_what_is_blank(desk: Client, sheet: SheetWorld) -> None:
    text = page(desk, sheet)
    for shown in ("企业基本情况", "从事精密零件加工。", "13800000000", "车床数据采集", "未填写"):
        assert shown in text


def test_a_remark_is_written_at_its_field_and_shown_with_its_author(desk: Client, sheet: SheetWorld) -> None:
    response = desk.post(url(sheet, "remark_add"), {"field_id": "f-profile", "text": "请补充主营产品"})
    assert response.status_code == 302
    assert response["Location"].endswith("#field-f-profile")
    remark = Remark.objects.get()
    assert (remark.anchor, remark.author, remark.sent_at) == ("f-profile", sheet.reviewer, None)
    assert "请补充主营产品" in page(desk, sheet)


def test_a_remark_may_name_a_row(desk: Client, sheet: SheetWorld) -> None:
    desk.post(url(sheet, "remark_add"), {"field_id": "f-needs", "place": "/r1", "text": "写具体"})
    assert Remark.objects.get().anchor == "f-needs/r1"
    assert "写具体" in page(desk, sheet)


def test_with_scripts_only_the_place_comes_back(desk: Client, sheet: SheetWorld) -> None:
    response = desk.post(
        url(sheet, "remark_add"), {"field_id": "f-profile", "text": "请补充"}, headers={"X-Case-Fragment": "1"}
    )
    text = response.content.decode()
    assert text.strip().startswith("<div")
    assert "请补充" in text
    assert "<html" not in text


def test_an_empty_remark_is_refused_in_words(desk: Client, sheet: SheetWorld) -> None:
    response = desk.post(
        url(sheet, "remark_add"), {"field_id": "f-profile", "text": "  "}, headers={"X-Case-Fragment": "1"}
    )
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Remark.objects.exists()


def test_a_remark_can_be_taken_back_until_it_is_sent(desk: Client, sheet: SheetWorld) -> None:
    desk.post(url(sheet, "remark_add"), {"field_id": "f-profile", "text": "请补充"})
    remark = Remark.objects.get()
    desk.post(url(sheet, "remark_remove", remark.pk))
    assert not Remark.objects.exists()


def test_a_remark_of_another_case_cannot_be_taken_back_through_this_one(desk: Client, sheet: SheetWorld) -> None:
    other = desk_world.case(sheet.forms.firm, submission=sheet.forms.submitted("key-other"))
    remark = remark_add(submission_id=other.submission_id, field_id="f-name", text="请核对", actor=sheet.reviewer)
    assert desk.post(url(sheet, "remark_remove", remark.pk)).status_code == 404
    assert Remark.objects.exists()


def test_what_changed_since_the_round_before_is_marked_with_the_earlier_value(desk: Client, sheet: SheetWorld) -> None:
    sheet.second_round()
    text = page(desk, sheet)
    assert "从事精密零件和传感器加工。" in text
    assert "<del>从事精密零件加工。" in text
    assert text.count("本轮已修改") == 1


def test_an_earlier_round_can_be_read_and_not_remarked_on(desk: Client, sheet: SheetWorld) -> None:
    sheet.second_round()
    text = desk.get(url(sheet), {"round": "1"}).content.decode()
    assert "从事精密零件和传感器加工。" not in text
    assert "data-case-remark" not in text


@pytest.mark.parametrize("round_", ["0", "77", "x", "9" * 30, "-1"])
def test_a_round_that_never_was_shows_the_present_one(desk: Client, sheet: SheetWorld, round_: str) -> None:
    assert desk.get(url(sheet), {"round": round_}).status_code == 200


def test_the_confirmation_of_a_return_says_how_many_remarks_go_out(desk: Client, sheet: SheetWorld) -> None:
    for field in ("f-profile", "f-name"):
        desk.post(url(sheet, "remark_add"), {"field_id": field, "text": "请核对"})
    response = desk.post(
        url(sheet, "perform", "return"), {"expected_revision": sheet.case.revision, "idempotency_key": "k"}
    )
    assert "<strong>2</strong>" in response.content.decode()


def test_the_official_sheet_is_given_out_as_word_and_logged(desk: Client, sheet: SheetWorld) -> None:
    response = desk.get(url(sheet, "paper", "docx"))
    assert zipfile.is_zipfile(io.BytesIO(response.content))
    assert "attachment" in response["Content-Disposition"]
    assert what_was_read() == ["paper:docx"]


def test_the_print_view_is_logged(desk: Client, sheet: SheetWorld) -> None:
    assert "从事精密零件加工。" in desk.get(url(sheet, "print")).content.decode()
    assert what_was_read() == ["print"]


def test_another_format_does_not_exist(desk: Client, sheet: SheetWorld) -> None:
    assert desk.get(url(sheet, "paper", "exe")).status_code == 404


def test_a_file_is_given_out_as_a_download_and_logged(desk: Client, sheet: SheetWorld, tmp_path: Any) -> None:
    attachment = with_file(sheet)
    response = desk.get(url(sheet, "file", attachment.pk))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert what_was_read() == [f"attachment:{attachment.pk}"]


def test_a_file_that_was_never_handed_in_does_not_exist(desk: Client, sheet: SheetWorld) -> None:
    assert desk.get(url(sheet, "file", "00000000-0000-0000-0000-000000000000")).status_code == 404


def test_the_page_takes_the_same_number_of_queries_with_one_remark_and_with_many(
    desk: Client, sheet: SheetWorld, django_assert_max_num_queries: Any
) -> None:
    page(desk, sheet)
    with django_assert_max_num_queries(60) as few:
        page(desk, sheet)
    for number in range(12):
        desk.post(url(sheet, "remark_add"), {"field_id": "f-profile", "text": f"意见 {number}"})
    with django_assert_max_num_queries(60) as many:
        page(desk, sheet)
    assert len(many) == len(few)


def test_only_who_sends_remarks_writes_and_removes_them(client: Client, sheet: SheetWorld) -> None:
    city = desk_world.organisation("云溪市工信局", "bureau", sheet.forms.firm.region.parent)
    watcher = desk_world.member(city, "city_reviewer", staff=True, reads=True)
    mine = remark_add(submission_id=sheet.submission.pk, field_id="f-name", text="请核对", actor=sheet.reviewer)
    client.force_login(watcher)

    assert client.get(url(sheet)).status_code == 200
    client.post(url(sheet, "remark_add"), {"field_id": "f-profile", "text": "越权"})
    client.post(url(sheet, "remark_remove", mine.pk))
    assert list(Remark.objects.values_list("text", flat=True)) == ["请核对"]


def answered(sheet: SheetWorld, reply: str = "已更正，见第3行") -> Remark:
    """Return a remark that was replied to and handed in again."""
    remark = remark_add(
        submission_id=sheet.submission.pk, field_id="f-profile", text="请补充主营产品", actor=sheet.reviewer
    )
    submission_return(submission_id=sheet.submission.pk, actor=sheet.reviewer)
    draft = sheet.submission.draft
    sheet.forms.save(draft, BASICS, {**BASICS_INPUT, f"reply-{remark.pk}": reply})
    draft_submit(draft_id=draft.pk, key="key-2", actor=sheet.forms.filler, accept_unchanged=True)
    return remark


def test_the_reply_is_shown_beside_its_remark_and_between_the_rounds(desk: Client, sheet: SheetWorld) -> None:
    answered(sheet)
    assert page(desk, sheet).count("已更正，见第3行") == 2  # at the field, and in the list of all remarks
    compared = desk.get(url(sheet, "compare")).content.decode()
    assert "请补充主营产品" in compared
    assert "已更正，见第3行" in compared


def test_a_reply_that_is_not_handed_in_yet_is_the_applicants_alone(desk: Client, sheet: SheetWorld) -> None:
    remark = remark_add(submission_id=sheet.submission.pk, field_id="f-profile", text="请补充", actor=sheet.reviewer)
    submission_return(submission_id=sheet.submission.pk, actor=sheet.reviewer)
    sheet.forms.save(sheet.submission.draft, BASICS, {**BASICS_INPUT, f"reply-{remark.pk}": "还在想"})
    assert "还在想" not in page(desk, sheet)


def test_an_answered_remark_is_settled_or_raised_again_with_its_words(desk: Client, sheet: SheetWorld) -> None:
    remark = answered(sheet)
    again = BeautifulSoup(page(desk, sheet), "html.parser").select_one(f"#again-{remark.pk}")
    assert again.text.strip() == "请补充主营产品"
    sent = {"field_id": "f-profile", "place": "", "text": again.text}
    desk.post(url(sheet, "remark_add"), sent)
    assert Remark.objects.filter(sent_at=None).get().text == "请补充主营产品"
    assert desk.post(url(sheet, "remark_settle", remark.pk), {"settled": "yes"}).status_code == 302
    assert Remark.objects.get(pk=remark.pk).settled_by == sheet.reviewer
    desk.post(url(sheet, "remark_settle", remark.pk), {"settled": "no"})
    assert Remark.objects.get(pk=remark.pk).settled_at is None


def test_a_remark_of_another_case_is_not_settled_through_this_one(desk: Client, sheet: SheetWorld) -> None:
    other = desk_world.case(sheet.forms.firm, submission=sheet.forms.submitted("key-other"))
    remark = remark_add(submission_id=other.submission_id, field_id="f-name", text="请核对", actor=sheet.reviewer)
    assert desk.post(url(sheet, "remark_settle", remark.pk)).status_code == 404


def test_a_remark_at_a_row_that_is_gone_stays_in_sight(desk: Client, sheet: SheetWorld) -> None:
    remark_add(submission_id=sheet.submission.pk, field_id="f-needs", place="/r1", text="写具体", actor=sheet.reviewer)
    last = sheet.submission.rounds.get()
    effects = {**last.answers["s-effects"], "f-needs": []}
    SubmissionRound.objects.create(
        submission=sheet.submission,
        number=2,
        answers={**last.answers, "s-effects": effects},
        sha256="0" * 64,
        key="gone",
        submitted_by=sheet.forms.filler,
    )
    assert page(desk, sheet).count("写具体") >= 2


def test_a_remark_may_name_one_cell_of_a_row_and_says_so(desk: Client, sheet: SheetWorld) -> None:
    last = sheet.submission.rounds.get()
    products = [{"id": "p1", "c-name": "数控系统", "c-cost": "1000.00"}]
    SubmissionRound.objects.create(
        submission=sheet.submission,
        number=2,
        answers={**last.answers, "s-effects": {**last.answers["s-effects"], "f-products": products}},
        sha256="0" * 64,
        key="products",
        submitted_by=sheet.forms.filler,
    )
    sent = {"field_id": "f-products", "place": "/p1", "part": ":c-cost", "text": "费用偏高"}
    desk.post(url(sheet, "remark_add"), sent)
    remark = Remark.objects.get()
    assert remark.anchor == "f-products/p1:c-cost"
    shown = BeautifulSoup(page(desk, sheet), "html.parser")
    assert "费用" in shown.select_one(f"dd:has(> #remark-at-{remark.pk})").find_previous_sibling("dt").text
    assert shown.select_one(".case-remarks .case-remark-where").text == "第1行 · 费用"


def test_a_refused_place_keeps_the_words_and_the_place_that_was_chosen(desk: Client, sheet: SheetWorld) -> None:
    sent = {"field_id": "f-needs", "place": "/r1", "part": ":nowhere", "text": "写具体"}
    response = desk.post(url(sheet, "remark_add"), sent, headers={"X-Case-Fragment": "1"})
    assert response.status_code == 422
    shown = BeautifulSoup(response.content, "html.parser")
    assert shown.select_one("textarea").text.strip() == "写具体"
    assert shown.select_one("option[selected]")["value"] == "/r1"


def test_a_file_whose_bytes_are_gone_is_a_page_that_says_so_and_not_a_crash(desk: Client, sheet: SheetWorld) -> None:
    attachment = with_file(sheet)
    attachment.file.storage.delete(attachment.file.name)
    owner = Client()
    owner.force_login(sheet.forms.filler)
    for client, address in (
        (desk, url(sheet, "file", attachment.pk)),
        (owner, reverse("cases:file", args=[sheet.case.number, attachment.pk])),
        (owner, reverse("forms_app:file", args=[attachment.pk])),
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert "“证明.pdf”的文件内容已不在本服务器上" in response.content.decode()
