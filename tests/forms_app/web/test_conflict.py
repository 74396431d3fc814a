"""Two people, or two tabs, in one section: what each changed is kept, and only the same place asks for a choice."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from forms_app.models import Draft, SectionAnswer
from tests.forms_app.web.test_filling import inputs_of, page, post, step_url
from tests.forms_app.world import EFFECTS_INPUT, World

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Requested-With": "autosave"}


def stored(draft: Draft, section: str = "s-basics") -> dict[str, Any]:
    return dict(SectionAnswer.objects.get(draft=draft, section_id=section).data)


def test_the_same_place_changed_twice_shows_both_versions_and_waits_for_a_choice(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft)))
    post(colleague, draft, f__name="同事写的名称", f__profile="同事写的情况")
    response = filler.post(step_url(draft), {**mine, "f-name": "我写的名称", "f-kind": "民营"})

    assert response.status_code == 409
    soup = BeautifulSoup(response.content, "html.parser")
    shown = inputs_of(soup)
    assert (shown["f-name"], shown["f-profile"], shown["f-kind"]) == ("我写的名称", "同事写的情况", ["民营"])
    sides = [one.text for one in soup.select("#field-f-name .conflict-side")]
    assert "我写的名称" in sides[0]
    assert "同事写的名称" in sides[1]
    assert soup.select_one("#field-f-profile .conflict") is None
    assert [link["href"] for link in soup.select(".error-summary a")] == ["#field-f-name"]
    assert stored(draft)["f-name"] == "同事写的名称"


@pytest.mark.parametrize(("choice", "name"), [("mine", "我写的名称"), ("theirs", "同事写的名称")])
def test_the_choice_decides_what_stays_and_loses_nothing_else(
    world: World, filler: Client, colleague: Client, choice: str, name: str
) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft)))
    post(colleague, draft, f__name="同事写的名称", f__profile="同事写的情况")
    response = filler.post(step_url(draft), {**mine, "f-name": "我写的名称", "f-kind": "民营"})
    shown = inputs_of(BeautifulSoup(response.content, "html.parser"))

    assert filler.post(step_url(draft), {**shown, "keep-f-name": choice, "action": "continue"}).status_code == 302
    found = stored(draft)
    assert (found["f-name"], found["f-profile"], found["f-kind"]) == (name, "同事写的情况", "民营")


def test_different_places_are_merged_without_a_question_and_the_page_is_told(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft)))
    post(colleague, draft, f__profile="同事写的情况")
    answer = filler.post(step_url(draft), {**mine, "f-staff": "7"}, headers=AUTOSAVE).json()

    assert answer["taken"] == [{"field": "f-profile", "label": "企业基本情况", "inputs": {"f-profile": "同事写的情况"}}]
    assert answer["taken_from"] == str(world.colleague)
    assert (stored(draft)["f-profile"], stored(draft)["f-staff"]) == ("同事写的情况", "7")


def test_rows_of_two_people_are_merged_row_by_row(world: World, filler: Client, colleague: Client) -> None:
    draft = world.complete()
    mine = inputs_of(page(filler, step_url(draft, "effects")))
    post(colleague, draft, "effects", **{"f-needs-rows": "r1,r2,r9", "f-needs-r9-text": "同事加的一条"})
    sent = {**mine, "f-needs-rows": "r1,r2,r7", "f-needs-r1-text": "我改的第一条", "f-needs-r7-text": "我加的一条"}
    assert filler.post(step_url(draft, "effects"), sent, headers=AUTOSAVE).status_code == 200

    texts = [row["text"] for row in stored(draft, "s-effects")["f-needs"]]
    assert sorted(texts) == sorted(["我改的第一条", "能耗监测", "同事加的一条", "我加的一条"])


def test_what_somebody_typed_wrongly_survives_the_save_of_a_stale_page(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft)))
    post(colleague, draft, f__money="三千多万", action="save")
    filler.post(step_url(draft), {**mine, "f-staff": "7"}, headers=AUTOSAVE)

    assert inputs_of(page(filler, step_url(draft)))["f-money"] == "三千多万"


def test_a_stale_autosave_at_the_same_place_is_refused(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft)))
    post(colleague, draft, f__name="同事")
    response = filler.post(step_url(draft), {**mine, "f-name": "我"}, headers=AUTOSAVE)

    assert response.status_code == 409
    assert response.json()["error"] == "stale"


def test_a_page_that_missed_the_answer_to_its_own_save_is_behind_nobody(world: World, filler: Client) -> None:
    draft = world.start()
    mine = {**inputs_of(page(filler, step_url(draft))), "writer": "page-1"}
    filler.post(step_url(draft), {**mine, "f-name": "甲", "sequence": "1"}, headers=AUTOSAVE)
    again = filler.post(step_url(draft), {**mine, "f-name": "甲乙", "sequence": "2"}, headers=AUTOSAVE)

    assert again.status_code == 200
    assert stored(draft)["f-name"] == "甲乙"


def test_an_older_save_of_the_same_page_that_arrives_late_changes_nothing(world: World, filler: Client) -> None:
    draft = world.start()
    mine = {**inputs_of(page(filler, step_url(draft))), "writer": "page-1"}
    filler.post(step_url(draft), {**mine, "f-name": "甲乙", "sequence": "2"}, headers=AUTOSAVE)
    late = filler.post(step_url(draft), {**mine, "f-name": "甲", "sequence": "1"}, headers=AUTOSAVE)

    assert late.status_code == 200
    assert stored(draft)["f-name"] == "甲乙"
    assert late.cookies["saved"].value == "page-1.1"


def test_a_colleagues_save_between_two_of_ones_own_is_not_covered_up(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    mine = {**inputs_of(page(filler, step_url(draft))), "writer": "page-1"}
    filler.post(step_url(draft), {**mine, "f-name": "甲", "sequence": "1"}, headers=AUTOSAVE)
    post(colleague, draft, f__name="同事")
    again = filler.post(step_url(draft), {**mine, "f-name": "甲乙", "sequence": "2"}, headers=AUTOSAVE)

    assert again.status_code == 409
    assert stored(draft)["f-name"] == "同事"


def test_two_tabs_keep_what_each_added(world: World, filler: Client) -> None:
    draft = world.start()
    first = inputs_of(page(filler, step_url(draft, "effects")))
    second = inputs_of(page(filler, step_url(draft, "effects")))
    filler.post(step_url(draft, "effects"), {**first, **EFFECTS_INPUT, "writer": "a", "sequence": "1"})
    filler.post(step_url(draft, "effects"), {**second, "f-mail": "a@example.com", "writer": "b", "sequence": "1"})

    found = stored(draft, "s-effects")
    assert found["f-mail"] == "a@example.com"
    assert len(found["f-needs"]) == 2
