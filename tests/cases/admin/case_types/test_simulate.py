"""A draft run on paper, in the editor's room."""

import copy

import pytest
from django.test import Client

from cases.models import CaseTypeDefinition
from tests.cases.admin.case_types.browser import url
from tests.cases.world import TWO_STEPS

pytestmark = pytest.mark.django_db


def page(staff: Client, definition: CaseTypeDefinition, **query: str) -> str:
    response = staff.get(url("simulate", definition.pk), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_ways_through_a_draft_are_told_with_who_acts(staff: Client, two_steps: CaseTypeDefinition) -> None:
    shown = page(staff, two_steps)
    assert "第 1 条" in shown
    for transition in TWO_STEPS["transitions"]:
        assert transition["title"] in shown
    assert "由系统办理" in shown


def test_a_day_that_is_none_is_taken_as_today(staff: Client, two_steps: CaseTypeDefinition) -> None:
    for start in ("2026-02-31", "gestern", "2026-13-01"):
        assert "第 1 条" in page(staff, two_steps, start=start)


def test_looking_changes_nothing(staff: Client, two_steps: CaseTypeDefinition) -> None:
    before = copy.deepcopy(CaseTypeDefinition.objects.values().get(pk=two_steps.pk))
    page(staff, two_steps)
    assert CaseTypeDefinition.objects.values().get(pk=two_steps.pk) == before


def test_who_may_not_see_case_types_is_turned_away(client: Client, two_steps: CaseTypeDefinition) -> None:
    assert client.get(url("simulate", two_steps.pk)).status_code == 302
