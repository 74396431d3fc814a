"""A field that has been answered keeps its type."""

import pytest

from forms_app.models import FormDefinition
from forms_app.services.form_publish import FormNotPublishable, definition_problems
from forms_app.services.stream_of_form import definition_fill, spec_of_definition
from tests.forms_app.world import SPEC, World

pytestmark = pytest.mark.django_db


def with_other_type(definition: FormDefinition) -> FormDefinition:
    """Return the form with 从业人员 as text instead of a number."""
    definition_fill(definition, SPEC)
    fields = definition.sections[0].value["fields"]
    place = next(index for index, one in enumerate(fields) if one.value["label"] == "从业人员")
    raw = fields.raw_data[place]
    fields[place] = ("text", {"id": raw["value"]["id"], "key": "staff", "label": "从业人员"})
    assert spec_of_definition(definition).sections[0].fields[place].type == "text"
    return definition


def test_nobody_has_answered_so_the_type_may_change(world: World) -> None:
    definition = with_other_type(world.version.definition)
    assert not [one for one in definition_problems(definition) if "another type" in one.message]


def test_a_field_of_a_draft_may_not_change_its_type(world: World) -> None:
    world.start()
    definition = with_other_type(world.version.definition)
    definition.save()
    problems = [one for one in definition_problems(definition) if "another type" in one.message]
    assert [one.params["field"] for one in problems] == ["从业人员"]
    with pytest.raises(FormNotPublishable, match="从业人员"):
        definition.save_revision().publish()
