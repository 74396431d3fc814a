"""An organisation takes its own answers and its own list home, and nobody else's."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from forms_app.services.draft_submit import draft_submit
from tests.forms_app.world import BASICS, BASICS_INPUT, World

pytestmark = pytest.mark.django_db


def rows(response: Any) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_the_answers_of_a_submission_come_as_text_one_row_each(world: World, filler: Client, stranger: Client) -> None:
    submission = world.submitted()
    url = reverse("forms_app:answers_file", args=[submission.pk])
    found = rows(filler.get(url))
    assert found[0] == ("章节", "填报项", "填写内容")
    assert ("基本情况", "企业基本情况", "从事精密零件加工。") in found
    assert [text for _section, label, text in found if label == "改造需求"] == ["车床数据采集", "能耗监测"]
    assert stranger.get(url).status_code == 404


def test_nothing_that_was_typed_becomes_a_formula(world: World, filler: Client) -> None:
    draft = world.complete()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-profile": "=1+1"})
    submission = draft_submit(draft_id=draft.pk, key="key-1", actor=world.filler)
    response = filler.get(reverse("forms_app:answers_file", args=[submission.pk]))
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"}
    assert kinds == {"s"}


def test_the_list_has_the_own_submissions_only(world: World, filler: Client, stranger: Client) -> None:
    submission = world.submitted()
    url = reverse("forms_app:submissions_file")
    assert [row[0] for row in rows(filler.get(url))][1:] == [submission.reference]
    assert [row[0] for row in rows(stranger.get(url))][1:] == []
