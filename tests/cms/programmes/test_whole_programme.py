"""The Jiangsu programme with its case types, as `make run` loads it."""

import pytest
from django.core.management import call_command

from cases.models import CaseTypeVersion
from cms.programmes.files import programme_read
from cms.programmes.load import programme_load
from forms_app.models import FormVersion

pytestmark = pytest.mark.django_db


def test_the_jiangsu_programme_has_no_fault() -> None:
    programme = programme_read("jiangsu")
    assert [one["key"] for one in programme.case_types] == ["enterprise-sheet"]
    assert {one["code"] for one in programme.forms} == {
        "js-demand-list",
        "js-digital-level",
        "js-enterprise-info-sheet",
        "js-plan-data",
        "js-task-book",
    }
    assert [one["code"] for one in programme.code_lists] == ["gbt4754-manufacturing"]
    assert {one["name"] for one in programme.rules} >= {"拟改造企业数量下限", "数字化水平等级门槛"}


def test_case_types_are_published_with_the_forms_and_loading_twice_changes_nothing() -> None:
    call_command("load_programme", "jiangsu", "--publish")
    before = [*FormVersion.objects.values_list("sha256"), *CaseTypeVersion.objects.values_list("sha256")]
    again = programme_load("jiangsu", publish=True)
    assert {one.outcome for one in again} == {"unchanged"}
    assert [*FormVersion.objects.values_list("sha256"), *CaseTypeVersion.objects.values_list("sha256")] == before
