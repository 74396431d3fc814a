"""Any two versions of a form, or the draft and a version, side by side."""

import pytest
from django.test import Client

from forms_app.models import FormDefinition
from tests.forms_app.admin.browser import url

pytestmark = pytest.mark.django_db


def rename(definition: FormDefinition, label: str) -> None:
    latest = definition.get_latest_revision_as_object()
    latest.sections[0].value["fields"][0].value["label"] = label
    latest.save_revision()


def test_the_draft_is_compared_with_what_is_published(staff: Client, definition: FormDefinition) -> None:
    assert "企业全称" not in staff.get(url("diff", definition.pk)).content.decode()
    rename(definition, "企业全称")
    page = staff.get(url("diff", definition.pk)).content.decode()
    assert "<del>企业名称</del>" in page
    assert "<ins>企业全称</ins>" in page


def test_any_two_versions_are_compared(staff: Client, definition: FormDefinition) -> None:
    rename(definition, "企业全称")
    definition.get_latest_revision().publish()
    page = staff.get(url("diff", definition.pk), {"from": "1", "to": "2"}).content.decode()
    assert "<ins>企业全称</ins>" in page
    assert staff.get(url("diff", definition.pk), {"from": "1", "to": "9"}).status_code == 404
    assert "?to=2" in staff.get(url("versions", definition.pk)).content.decode()
