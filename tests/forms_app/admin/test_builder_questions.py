"""What the builder's page asks the server: the checklist, a code for a label; and what a closed field posts."""

import json
from typing import Any

import pytest
from django.test import Client

from forms_app.models import FormDefinition, FormVersion
from forms_app.services.stream_of_form import spec_of_definition
from tests.forms_app.admin.browser import post_of, url

pytestmark = pytest.mark.django_db


def problems(staff: Client, post: dict[str, Any], definition: FormDefinition) -> list[dict[str, Any]]:
    answer = staff.post(url("builder_check"), post | {"pk": definition.pk})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["problems"]
    return found


def test_a_form_without_faults_has_an_empty_checklist(staff: Client, definition: FormDefinition) -> None:
    assert [one for one in problems(staff, post_of(definition), definition) if one["blocks"]] == []


def test_the_checklist_names_the_place_of_a_fault_and_saves_nothing(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition) | {"sections-0-value-fields-7-value-choices-count": 0}
    found = problems(staff, post, definition)[0]
    assert (found["section"], found["field"], found["attribute"], found["blocks"]) == (0, 7, "choices", True)
    assert "企业性质" in found["message"]
    assert FormVersion.objects.count() == 1
    assert not FormDefinition.objects.get(pk=definition.pk).has_unpublished_changes


def test_an_input_that_cannot_be_kept_is_in_the_checklist(staff: Client, definition: FormDefinition) -> None:
    post = post_of(definition) | {"sections-0-value-fields-1-value-key": "Ungültig"}
    found = problems(staff, post, definition)[0]
    assert (found["section"], found["field"], found["attribute"]) == (0, 1, "key")


def test_a_code_is_suggested_that_no_other_field_has(staff: Client, definition: FormDefinition) -> None:
    answer = staff.get(url("builder_suggest"), {"label": "营业收入", "taken": ["yingye_shouru"]})
    assert answer.json() == {"code": "yingye_shouru_2"}


def test_a_closed_field_posts_its_state_and_loses_nothing(staff: Client, definition: FormDefinition) -> None:
    """The browser posts the state of a field that was never opened; what is stored is the same form."""
    post = post_of(definition)
    value = definition.sections
    state = value.stream_block.get_form_state(value)
    for number, section in enumerate(state):
        for place, field in enumerate(section["value"]["fields"]):
            prefix = f"sections-{number}-value-fields-{place}-value"
            for name in [name for name in post if name.startswith(f"{prefix}-")]:
                del post[name]
            post[f"{prefix}-state"] = json.dumps(field["value"])
    assert staff.post(url("edit", definition.pk), post).status_code == 302
    saved = definition.get_latest_revision_as_object()
    assert spec_of_definition(saved) == spec_of_definition(definition)


@pytest.mark.parametrize(
    "lost", ["sections-count", "checks-count", "sections-0-order", "sections-0-value-fields-count"]
)
def test_input_that_arrives_in_part_is_refused_and_is_no_fault_of_the_server(
    staff: Client, definition: FormDefinition, lost: str
) -> None:
    post = post_of(definition)
    del post[lost]
    assert staff.post(url("builder_check"), post | {"pk": definition.pk}).status_code == 400
