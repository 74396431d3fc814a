"""Forms as XLSForm workbooks in the admin: preview, draft, differences, export, refusals."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from forms_app.engine.compile import spec_to_json
from forms_app.models import FormDefinition, FormVersion
from forms_app.services.stream_of_form import definition_fill, spec_of_definition
from forms_app.xlsform.write import xlsform_bytes
from tests.forms_app.admin.test_word_import import staff_client
from tests.forms_app.engine.specs import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    """A form administrator who is signed in."""
    return staff_client()


@pytest.fixture
def definition(sheet_rules: None) -> FormDefinition:
    made = FormDefinition(code=sheet().code, live=False)
    definition_fill(made, sheet())
    made.save()
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def url(name: str, *args: Any) -> str:
    return reverse(FormDefinition.snippet_viewset.get_url_name(name), args=args)


def upload(staff: Client, content: bytes, **more: Any) -> Any:
    return staff.post(url("import_xlsform"), {"file": SimpleUploadedFile("表.xlsx", content), **more})


def confirm(staff: Client, page: Any) -> Any:
    read = re.search(r'name="read" value="([^"]+)"', page.content.decode())
    assert read, page.content.decode()
    return staff.post(url("import_xlsform"), {"read": read[1]}, follow=True)


def changed(content: bytes, name: str, column: str, text: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book["survey"][1]]
    for row in book["survey"].iter_rows(min_row=2):
        if row[heads.index("name")].value == name:
            row[heads.index(column)].value = text
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_is_shown_and_becomes_a_draft_that_says_the_same(staff: Client) -> None:
    page = upload(staff, xlsform_bytes(sheet()))
    assert "企业信用代码" in page.content.decode()
    assert not FormDefinition.objects.exists()
    confirm(staff, page)
    made = FormDefinition.objects.get()
    assert not made.live
    assert spec_to_json(spec_of_definition(made.get_latest_revision_as_object())) == spec_to_json(sheet())


def test_an_existing_form_shows_the_differences_and_its_published_version_stays(
    staff: Client, definition: FormDefinition
) -> None:
    exported = staff.get(url("export_xlsform", definition.pk))
    assert exported.status_code == 200
    edited = changed(exported.content, "enterprise_name", "label", "单位名称")
    page = upload(staff, edited, into=str(definition.pk))
    assert "单位名称" in page.content.decode()
    assert "<del>企业名称</del>" in page.content.decode()
    confirm(staff, page)
    definition.refresh_from_db()
    assert definition.has_unpublished_changes
    assert definition.sections[0].value["fields"][0].value["label"] == "企业名称"
    draft = spec_of_definition(definition.get_latest_revision_as_object())
    assert draft.sections[0].fields[0].label == "单位名称"
    assert draft.sections[0].fields[0].id == sheet().sections[0].fields[0].id
    assert FormVersion.objects.filter(definition=definition).count() == 1


def test_problems_are_named_by_sheet_row_and_column(staff: Client) -> None:
    page = upload(staff, changed(xlsform_bytes(sheet()), "enterprise_name", "type", "geopoint"))
    assert page.status_code == 400
    assert "第3行 type 列" in page.content.decode()
    assert 'name="read"' not in page.content.decode()


def test_a_locked_form_is_left_alone(staff: Client, definition: FormDefinition) -> None:
    content = changed(xlsform_bytes(sheet()), "enterprise_name", "label", "单位名称")
    page = upload(staff, content, into=str(definition.pk))
    FormDefinition.objects.filter(pk=definition.pk).update(locked=True)
    before = definition.revisions.count()
    confirm(staff, page)
    assert definition.revisions.count() == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04 nothing"])
def test_a_file_that_is_no_workbook_is_refused(staff: Client, content: bytes) -> None:
    assert upload(staff, content).status_code == 302
    assert not FormDefinition.objects.exists()


def test_the_form_leads_to_its_export(staff: Client, definition: FormDefinition) -> None:
    assert url("export_xlsform", definition.pk) in staff.get(url("edit", definition.pk)).content.decode()
