"""The builder in the admin: publishing by a click, refusals in words, ids, rights, version history."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from forms_app.models import FormDefinition, FormVersion
from forms_app.services.builder_ids import ids_complete
from forms_app.services.stream_of_form import definition_fill
from tests.forms_app.engine.specs import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition() -> FormDefinition:
    made = FormDefinition(code=sheet().code, live=False)
    definition_fill(made, sheet())
    made.save()
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def staff(client: Client) -> Client:
    """A form administrator who is signed in."""
    roles_install()
    user = User.objects.create_user(email="forms@example.com", password="x")
    user.groups.add(Group.objects.get(name="表单管理员"))
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(FormDefinition.snippet_viewset.get_url_name(name), args=args)


def test_the_menu_and_the_list_show_the_form_with_its_version(staff: Client, definition: FormDefinition) -> None:
    page = staff.get(url("list"))
    assert page.status_code == 200
    assert definition.title in page.content.decode()
    assert definition.code in page.content.decode()


def test_the_list_costs_the_same_for_one_form_and_for_twenty(
    staff: Client, definition: FormDefinition, django_assert_num_queries: Any
) -> None:
    staff.get(url("list"))
    with CaptureQueriesContext(connection) as one:
        staff.get(url("list"))
    for number in range(20):
        FormDefinition.objects.create(code=f"f{number}", title=f"表{number}", live=False)
    with CaptureQueriesContext(connection) as twenty:
        staff.get(url("list"))
    assert len(twenty) <= len(one) + 1


def test_the_builder_opens_the_official_sheet(staff: Client, definition: FormDefinition) -> None:
    page = staff.get(url("edit", definition.pk))
    assert page.status_code == 200
    assert json.dumps("企业信用代码").strip('"') in page.content.decode()


def test_versions_are_listed_and_shown(staff: Client, definition: FormDefinition) -> None:
    version = FormVersion.objects.get()
    listing = staff.get(url("versions", definition.pk)).content.decode()
    assert version.sha256[:16] in listing
    shown = staff.get(url("version", definition.pk, 1)).content.decode()
    assert "企业信用代码" in shown
    assert version.sha256 in shown
    document = staff.get(url("version", definition.pk, 1), {"format": "json"})
    assert json.loads(document.content) == version.content
    assert staff.get(url("version", definition.pk, 9)).status_code == 404


@pytest.mark.parametrize("name", ["list", "add", "versions", "edit"])
def test_only_form_administrators_get_in(client: Client, definition: FormDefinition, name: str) -> None:
    roles_install()
    user = User.objects.create_user(email="editor@example.com", password="x")
    user.groups.add(Group.objects.get(name="信息编辑"))
    client.force_login(user)
    page = client.get(url(name, *([definition.pk] if name in ("versions", "edit") else [])))
    assert page.status_code == 302


def test_a_copied_field_gets_an_id_of_its_own_and_the_original_keeps_its_own(definition: FormDefinition) -> None:
    raw = definition.sections.raw_data[0]["value"]["fields"]
    original = raw[0]
    copy = {**original, "value": dict(original["value"]), "id": "11111111-1111-4111-8111-111111111111"}
    raw.insert(0, copy)
    edited = FormDefinition(code="x", title="x")
    block = definition.sections.stream_block
    edited.sections = block.to_python(json.loads(json.dumps(list(definition.sections.raw_data))))
    stored = FormDefinition.objects.get(pk=definition.pk).sections
    ids_complete(edited.sections, stored)
    fields = edited.sections[0].value["fields"]
    assert fields[1].value["id"] == sheet().sections[0].fields[0].id
    assert fields[0].value["id"] != fields[1].value["id"]
    again = fields[0].value["id"]
    ids_complete(edited.sections, stored)
    assert fields[0].value["id"] == again
