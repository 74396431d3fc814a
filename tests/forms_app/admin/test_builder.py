"""The builder in the admin: publishing by a click, refusals in words, ids, rights, version history."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from forms_app.models import FormDefinition, FormVersion
from forms_app.selectors.versions import current_version, spec_of
from forms_app.services.builder_ids import ids_complete
from forms_app.services.stream_of_form import spec_of_definition
from tests.forms_app.admin.browser import post_of, url
from tests.forms_app.engine.specs import sheet

pytestmark = pytest.mark.django_db


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
    staff.get(url("list"))  # the changes have outdated what the frame keeps
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


LABEL = "sections-0-value-fields-0-value-label"


def test_publishing_in_the_builder_makes_version_two(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition) | {LABEL: "企业全称", "action-publish": "action-publish"}
    assert staff.post(url("edit", definition.pk), post).status_code == 302
    version = current_version(definition.code)
    assert version.number == 2
    assert version.published_by is not None
    changed = spec_of(version).sections[0].fields[0]
    assert (changed.id, changed.label) == (sheet().sections[0].fields[0].id, "企业全称")


def test_publishing_what_nobody_changed_makes_no_version(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition) | {"action-publish": "action-publish"}
    assert staff.post(url("edit", definition.pk), post).status_code == 302
    assert FormVersion.objects.count() == 1


def test_saving_in_the_builder_makes_a_draft_only(staff: Client, definition: FormDefinition) -> None:
    staff.post(url("edit", definition.pk), post_of(definition) | {LABEL: ""})
    definition.refresh_from_db()
    assert definition.has_unpublished_changes
    assert spec_of_definition(definition.get_latest_revision_as_object()).sections[0].fields[0].label == ""
    assert FormVersion.objects.count() == 1


def test_a_faulty_form_is_refused_with_every_fault_and_nothing_typed_is_lost(
    staff: Client, definition: FormDefinition
) -> None:
    post = post_of(definition)
    post |= {LABEL: "企业全称", "sections-0-value-fields-7-value-choices-count": 0, "action-publish": "action-publish"}
    post["sections-0-value-fields-1-value-key"] = post["sections-0-value-fields-0-value-key"]
    page = staff.post(url("edit", definition.pk), post)
    assert page.status_code == 200
    problems = page.context["form"].non_field_errors()
    assert len(problems) == 3
    assert {name for name in ("企业全称", "所属城市及县区", "企业性质") if name in "".join(problems)} == {
        "企业全称",
        "所属城市及县区",
        "企业性质",
    }
    assert page.context["form"].cleaned_data["sections"][0].value["fields"][0].value["label"] == "企业全称"
    assert FormVersion.objects.count() == 1


def test_a_new_field_gets_an_id_and_needs_no_code(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition)
    count = post["sections-3-value-fields-count"]
    name = f"sections-3-value-fields-{count}"
    post |= {"sections-3-value-fields-count": count + 1, f"{name}-deleted": "", f"{name}-order": count}
    post |= {f"{name}-type": "textarea", f"{name}-id": "22222222-2222-4222-8222-222222222222"}
    post |= {f"{name}-value-label": "备注", f"{name}-value-max_length": "300", f"{name}-value-printed": "on"}
    post[f"{name}-value-paper"] = '{"row": 99}'
    post["action-publish"] = "action-publish"
    assert staff.post(url("edit", definition.pk), post).status_code == 302
    made = spec_of(current_version(definition.code)).sections[3].fields[-1]
    assert (made.label, made.type, made.max_length, made.printed) == ("备注", "textarea", 300, True)
    assert len(made.id) == 8
    assert made.key == made.id


def test_the_preview_shows_the_form_as_it_stands(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition) | {LABEL: "企业全称"}
    assert staff.post(url("preview_on_edit", definition.pk), post).json()["is_valid"]
    shown = staff.get(url("preview_on_edit", definition.pk)).content.decode()
    assert "企业全称" in shown


def test_a_scheduled_form_becomes_a_version_when_the_clock_publishes_it(definition: FormDefinition) -> None:
    definition.sections[0].value["fields"][0].value["label"] = "企业全称"
    definition.go_live_at = timezone.now() + timedelta(hours=1)
    definition.save_revision().publish()
    assert FormVersion.objects.count() == 1
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert spec_of(current_version(definition.code)).sections[0].fields[0].label == "企业全称"
