"""Computed answers, questions on condition and checks as the filler meets them."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from forms_app.models import CheckExplanation, Draft
from tests.forms_app.services.budget import BASIC, COSTS, MORE, budget_world, complete, costs, stored
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db
DEAR = costs(("r1", "光刻机", "1", "60"))


@pytest.fixture
def world(db: None) -> World:
    return budget_world()


@pytest.fixture
def filler(world: World) -> Client:
    return signed_in(world.filler)


def address(draft: Draft, section: Any) -> str:
    return f"/my/forms/drafts/{draft.pk}/s/{section.key}/"


def page(client: Client, draft: Draft, section: Any) -> str:
    return client.get(address(draft, section)).content.decode()


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r"<script data-formulas[^>]*>(.*?)</script>", html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_computed_answer_is_shown_with_its_formula_and_has_no_input(world: World, filler: Client) -> None:
    draft = complete(world)
    html = page(filler, draft, COSTS)

    assert re.search(r'<output[^>]* id="f-total"[^>]*>30.00 万元</output>', html)
    assert 'name="f-total"' not in html
    assert "=SUM([费用明细.小计])" in html


def test_a_question_that_is_not_asked_is_in_the_page_but_hidden(world: World, filler: Client) -> None:
    draft = world.start()
    assert re.search(r'data-asked="f-why" hidden', page(filler, draft, BASIC))

    world.save(draft, BASIC, {"f-kind": "乙"})
    assert re.search(r'data-asked="f-why">', page(filler, draft, BASIC))


def test_the_page_carries_only_the_values_that_its_own_formulas_read(world: World, filler: Client) -> None:
    draft = complete(world)
    data = data_of(page(filler, draft, BASIC))

    assert data["values"] == {"f-total": {"n": "30"}}
    assert {step["id"] for step in data["steps"]} == {"f-why", "f-rate"}
    assert "服务器" not in json.dumps(data, ensure_ascii=False)


def test_a_section_without_formulas_ships_nothing(world: World, filler: Client) -> None:
    plain = signed_in(world.filler)
    draft = complete(world)
    assert "data-formulas" in plain.get(address(draft, COSTS)).content.decode()
    assert "data-formulas" not in plain.get(f"/my/forms/drafts/{draft.pk}/").content.decode()


def test_a_section_that_is_not_asked_is_no_step_and_what_an_old_page_sends_is_kept(
    world: World, filler: Client
) -> None:
    draft = complete(world)
    assert MORE.title not in page(filler, draft, BASIC)
    response = filler.get(address(draft, MORE))
    assert (response.status_code, response["Location"]) == (302, f"/my/forms/drafts/{draft.pk}/")

    filler.post(address(draft, MORE), {"f-loan": "7", "revision": "0", "action": "save"})
    assert stored(draft, MORE)["f-loan"] == "70000.00"
    late = filler.post(address(draft, MORE), {"f-loan": "8", "revision": "9"}, headers={"X-Requested-With": "autosave"})
    assert late.json()["error"] == "not_asked"
    assert "补充" in late.json()["message"]


def test_without_scripts_a_save_brings_up_what_is_asked_now(world: World, filler: Client) -> None:
    draft = world.start()
    filler.post(address(draft, BASIC), {"f-kind": "乙", "revision": "0", "action": "save"})
    response = filler.post(address(draft, BASIC), {"f-kind": "乙", "revision": "1", "action": "continue"})

    assert response.status_code == 200
    assert re.search(r'data-asked="f-why">', response.content.decode())
    assert 'href="#f-why"' in response.content.decode()


def test_what_must_be_verified_lets_the_step_be_left_but_not_the_form_be_submitted(
    world: World, filler: Client
) -> None:
    draft = complete(world)
    left = filler.post(address(draft, COSTS), {**DEAR, "revision": "1", "action": "continue"})
    assert left.status_code == 302
    html = page(filler, draft, COSTS)
    assert 'name="explain-k-dear-r1"' in html

    sent = filler.post(f"/my/forms/drafts/{draft.pk}/submit/", {"declaration": "yes", "key": "k"})
    assert sent.status_code == 200
    assert "单价偏高" in sent.content.decode()


def test_a_check_that_does_not_hold_stands_at_its_field(world: World, filler: Client) -> None:
    draft = complete(world)
    world.save(draft, COSTS, costs(("r1", "产线", "101", "10"), **{"f-costs-r1-c-note": "大宗"}))
    assert re.search(r'id="f-income-error"[^>]*>费用不得超过收入', page(filler, draft, BASIC))


AUDIT = "/my/forms/drafts/{}/review/"


def audited(world: World) -> Draft:
    draft = complete(world)
    world.save(draft, BASIC, {"f-kind": "乙", "f-income": "50"})
    world.save(draft, COSTS, DEAR)
    return draft


def test_the_review_lists_faults_explanations_and_notices_with_links(world: World, filler: Client) -> None:
    draft = audited(world)
    html = filler.get(AUDIT.format(draft.pk)).content.decode()

    for text in ("原因", "费用不得超过收入", "单价偏高", "只有一项费用"):
        assert text in html
    assert f'href="{address(draft, COSTS)}#f-costs-r1-c-price"' in html
    assert f'href="{address(draft, BASIC)}#f-why"' in html
    only = filler.get(AUDIT.format(draft.pk) + "?tier=notice").content.decode()
    assert "只有一项费用" in only
    assert "单价偏高" not in only


def test_an_explanation_is_written_on_the_review_page(world: World, filler: Client) -> None:
    draft = audited(world)
    explain = f"{AUDIT.format(draft.pk)}explain/"
    short = filler.post(explain, {"check": "k-dear/r1", "text": "进口"})
    assert short.status_code == 400
    assert ">\n进口</textarea>" in short.content.decode()
    assert not CheckExplanation.objects.exists()

    done = filler.post(explain, {"check": "k-dear/r1", "text": "进口设备，国内无替代"})
    assert done.status_code == 302
    assert CheckExplanation.objects.get().author == world.filler


def test_the_review_belongs_to_the_firm_alone(world: World) -> None:
    draft = audited(world)
    for stranger in (world.stranger, world.reviewer):
        client = signed_in(stranger)
        assert client.get(AUDIT.format(draft.pk)).status_code == 404
        assert client.get(f"/my/forms/drafts/{draft.pk}/review.xlsx").status_code == 404
        post = {"check": "k-dear/r1", "text": "进口设备，国内无替代"}
        assert client.post(f"{AUDIT.format(draft.pk)}explain/", post).status_code == 404
    assert not CheckExplanation.objects.exists()


def test_the_workbook_says_what_the_page_says_and_runs_nothing(world: World, filler: Client) -> None:
    draft = audited(world)
    filler.post(f"{AUDIT.format(draft.pk)}explain/", {"check": "k-dear/r1", "text": '=HYPERLINK("http://x","点")'})
    book = load_workbook(BytesIO(filler.get(f"/my/forms/drafts/{draft.pk}/review.xlsx").content))
    rows = list(book.active.iter_rows(min_row=2))
    html = filler.get(AUDIT.format(draft.pk)).content.decode()

    assert len(rows) == html.count('<li class="audit-line')
    assert {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    assert '=HYPERLINK("http://x","点")' in [row[5].value for row in rows]
    for row in rows:
        assert str(row[3].value) in html.replace("&#x27;", "'")


def test_a_step_and_the_review_ask_the_database_as_often_whatever_was_typed(world: World, filler: Client) -> None:
    few, many = audited(world), audited(world)
    world.save(many, COSTS, costs(*((f"r{at}", "光刻机", "1", "60") for at in range(60))))
    for path in (address(few, COSTS), AUDIT.format(few.pk)):
        filler.get(path)
        counts = []
        for draft in (few, many):
            with CaptureQueriesContext(connection) as queries:
                filler.get(path.replace(str(few.pk), str(draft.pk)))
            counts.append(len(queries))
        assert counts[0] == counts[1]
