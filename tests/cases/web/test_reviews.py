"""An expert's reviews: nothing of the file before the declaration, nothing of others' sheets before all are sealed."""

import copy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.facade import case_type_load
from cases.models import Case, CaseEvent, CaseReadLog, CaseTask
from cases.selectors.definitions import latest_version
from cases.services.panel_draw import panel_draw
from forms_app.models import Attachment
from tests.cases import bodies_world as bodies
from tests.cases.sheets import SheetWorld, with_file

SCORES = {"score-skill": "80", "score-price": "8"}


@pytest.fixture
def case(sheet: SheetWorld) -> Case:
    """Return a case with answers and a file, whose panel is drawn."""
    bodies.pool(9)
    document = copy.deepcopy(bodies.document())
    document["states"][2]["hidden"] = {"expert": ["contacts"]}
    case_type_load(document, publish=True)
    with_file(sheet)
    case = sheet.case
    case.version, case.state = latest_version("admission"), "panel"
    case.save()
    panel_draw(case_id=case.pk, actor=None, idempotency_key="draw")
    return case


@pytest.fixture
def seat(case: Case, client: Client) -> CaseTask:
    """Return the seat of the expert who is signed in."""
    seat = bodies.seats(case)[0]
    client.force_login(seat.assignee)
    return seat


def url(case: Case, name: str = "detail", **more: Any) -> str:
    return reverse(f"reviews:{name}", kwargs={"number": case.number, **more})


def file_url(case: Case) -> str:
    return url(case, "file", attachment_id=Attachment.objects.get().pk)


def declare(client: Client, case: Case) -> Any:
    return client.post(url(case, "declare"), {"idempotency_key": "d"})


def test_before_the_declaration_the_page_names_the_parties_and_nothing_of_the_file(
    client: Client, case: Case, seat: CaseTask
) -> None:
    page = client.get(url(case)).content.decode()
    assert case.applicant.name in page
    assert "从事精密零件加工" not in page and "证明.pdf" not in page and "办理过程" not in page
    assert client.get(file_url(case)).status_code == 404
    assert client.get(reverse("cases:detail", args=[case.number])).status_code == 404
    assert client.get(f"/api/v1/cases/{case.number}").status_code == 404
    assert not CaseReadLog.objects.exists()


def test_the_declaration_opens_answers_files_and_history_and_the_reading_is_logged(
    client: Client, case: Case, seat: CaseTask
) -> None:
    assert declare(client, case).status_code == 302
    page = client.get(url(case)).content.decode()
    assert "从事精密零件加工" in page and "证明.pdf" in page
    assert b"".join(client.get(file_url(case)).streaming_content).startswith(b"%PDF")
    assert set(CaseReadLog.objects.filter(user=seat.assignee).values_list("what", flat=True)) == {
        "review",
        f"attachment:{Attachment.objects.get().pk}",
    }


def test_a_section_that_is_hidden_from_experts_hides_its_files_too(client: Client, case: Case, seat: CaseTask) -> None:
    document = bodies.document()
    document["states"][2]["hidden"] = {"expert": ["effects", "s-effects"]}
    case_type_load(document, publish=True)
    Case.objects.filter(pk=case.pk).update(version=latest_version("admission"))
    declare(client, case)
    assert "证明.pdf" not in client.get(url(case)).content.decode()
    assert client.get(file_url(case)).status_code == 404


def test_other_experts_and_strangers_find_no_review(client: Client, case: Case) -> None:
    seated = {seat.assignee_id for seat in bodies.seats(case)}
    for expert in bodies.Expert.objects.exclude(user__in=seated):
        client.force_login(expert.user)
        for name in ("detail", "declare", "recuse"):
            assert client.get(url(case, name)).status_code in (404, 405)
            assert client.post(url(case, name), {"idempotency_key": "x"}).status_code == 404
        assert client.get(file_url(case)).status_code == 404


def test_a_recusal_asks_for_a_reason_and_closes_the_review(client: Client, case: Case, seat: CaseTask) -> None:
    client.post(url(case, "recuse"), {"idempotency_key": "r", "reason": " "})
    assert CaseTask.objects.get(pk=seat.pk).status == "open"
    client.post(url(case, "recuse"), {"idempotency_key": "r", "reason": "持有该企业股份"})
    assert CaseTask.objects.get(pk=seat.pk).recused_at is not None
    assert "从事精密零件加工" not in client.get(url(case)).content.decode()
    assert client.get(file_url(case)).status_code == 404
    assert len(bodies.seats(case)) == 5


def test_a_draft_comes_back_as_it_was_typed(client: Client, case: Case, seat: CaseTask) -> None:
    declare(client, case)
    client.post(url(case), {"score-skill": "8O", "score-price": "", "comment": "未完", "do": "keep"})
    page = client.get(url(case)).content.decode()
    assert 'value="8O"' in page and "未完" in page


def test_checking_an_incomplete_sheet_names_what_is_missing_and_keeps_it(
    client: Client, case: Case, seat: CaseTask
) -> None:
    declare(client, case)
    response = client.post(url(case), {"score-skill": "101", "score-price": "", "do": "check"})
    assert response.status_code == 422
    assert {line.key for line in response.context["form"].lines if line.error} == {"skill", "price"}
    assert 'value="101"' in response.content.decode()


def test_sealing_is_asked_first_and_then_final(client: Client, case: Case, seat: CaseTask) -> None:
    declare(client, case)
    asked = client.post(url(case), {**SCORES, "comment": "可行", "do": "check"})
    assert "80.00" in asked.content.decode()
    assert not CaseEvent.objects.filter(transition="$seal").exists()
    sealing = {**SCORES, "comment": "可行", "do": "seal", "idempotency_key": "s"}
    for _ in range(2):
        assert client.post(url(case), sealing).status_code == 302
    assert CaseEvent.objects.filter(transition="$seal").count() == 1
    event = CaseEvent.objects.get(transition="$seal")
    assert event.payload["facts"]["commitment"] in client.get(url(case)).content.decode()


def test_nobody_reads_the_sheet_of_another_before_all_are_sealed(client: Client, case: Case) -> None:
    seats = bodies.declare_all(case)
    bodies.score(seats[0], "73.21", "8", "价格明显偏高")
    for seat in seats[1:]:
        client.force_login(seat.assignee)
        for address in (url(case), reverse("reviews:index"), f"/api/v1/cases/{case.number}/events"):
            page = client.get(address).content.decode()
            assert "73.21" not in page and "价格明显偏高" not in page


def test_the_list_counts_what_waits_at_a_constant_number_of_queries(
    client: Client, case: Case, seat: CaseTask, django_assert_num_queries: Any
) -> None:
    address = reverse("reviews:index")
    assert [review.stage for review in client.get(address).context["waiting"]] == ["declare"]
    declare(client, case)
    assert [review.stage for review in client.get(address).context["waiting"]] == ["open"]
    with django_assert_num_queries(8):
        client.get(address)
    for number in range(5):
        other = Case.objects.get(pk=case.pk)
        other.pk, other.number, other.submission = None, f"RK-9{number}", None
        other.save()
        CaseTask.objects.create(
            case=other, kind="seat", state="panel", entered_seq=0, assignee=seat.assignee, role="expert"
        )
    with django_assert_num_queries(8):
        assert len(client.get(address).context["waiting"]) == 6
