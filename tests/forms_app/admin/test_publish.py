"""From the builder to an immutable version."""

import pytest
from django.db import DatabaseError, transaction

from forms_app.engine.compile import spec_to_json
from forms_app.models import FormDefinition, FormVersion
from forms_app.selectors.versions import current_version, spec_of
from forms_app.services.form_publish import FormNotPublishable, form_publish
from forms_app.services.stream_of_form import definition_fill, spec_of_definition
from tests.forms_app.engine.specs import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet_rules")]


@pytest.fixture
def definition() -> FormDefinition:
    made = FormDefinition(code=sheet().code, title="", live=False)
    definition_fill(made, sheet())
    made.save()
    return made


def publish(definition: FormDefinition) -> None:
    definition.save_revision().publish()
    definition.refresh_from_db()


def test_the_builder_loses_nothing_of_a_form(definition: FormDefinition) -> None:
    stored = FormDefinition.objects.get(pk=definition.pk)
    assert spec_to_json(spec_of_definition(stored)) == spec_to_json(sheet())
    restored = stored.save_revision().as_object()
    assert spec_to_json(spec_of_definition(restored)) == spec_to_json(sheet())


def test_publishing_makes_a_numbered_hashed_version(definition: FormDefinition) -> None:
    publish(definition)
    version = current_version(sheet().code)
    assert version.number == 1
    assert version.content == spec_to_json(sheet())
    assert spec_of(version) == sheet()
    assert spec_of(version) is spec_of(FormVersion.objects.get())


def test_publishing_unchanged_content_makes_no_new_version(definition: FormDefinition) -> None:
    publish(definition)
    publish(definition)
    assert FormVersion.objects.count() == 1


def test_a_changed_label_makes_version_two_with_the_same_field_ids(definition: FormDefinition) -> None:
    publish(definition)
    definition.sections[0].value["fields"][0].value["label"] = "企业全称"
    publish(definition)
    first, second = FormVersion.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert [one.id for _section, one in spec_of(first).fields()] == [
        one.id for _section, one in spec_of(second).fields()
    ]
    assert spec_of(second).sections[0].fields[0].label == "企业全称"


def test_a_saved_draft_makes_no_version(definition: FormDefinition) -> None:
    definition.save_revision()
    assert not FormVersion.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_version(definition: FormDefinition, change: str) -> None:
    publish(definition)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if change == "update":
            FormVersion.objects.update(number=9)
        else:
            FormVersion.objects.all().delete()


def test_a_faulty_form_is_not_published_and_nothing_of_it_goes_live(definition: FormDefinition) -> None:
    fields = definition.sections[0].value["fields"]
    fields[1].value["key"] = fields[0].value["key"]
    fields[7].value["choices"] = []
    with pytest.raises(FormNotPublishable) as refused, transaction.atomic():
        publish(definition)
    assert len(refused.value.problems) == 3
    assert {problem.params["field"] for problem in refused.value.problems} == {"企业名称", "所属城市及县区", "企业性质"}
    definition.refresh_from_db()
    assert not definition.live
    assert not FormVersion.objects.exists()


def test_a_form_without_sections_is_refused_by_the_service_itself() -> None:
    empty = FormDefinition.objects.create(code="empty", title="空表", live=False)
    with pytest.raises(FormNotPublishable):
        form_publish(definition=empty, actor=None)
