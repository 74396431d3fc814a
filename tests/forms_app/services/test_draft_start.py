"""Beginning a form."""

from dataclasses import replace

import pytest

from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import Choice, FieldSpec
from forms_app.errors import FormNotOpen, NotInAudience, NotPermitted
from forms_app.models import AnswerRevision, FormVersion, SectionAnswer
from forms_app.selectors.versions import spec_of
from forms_app.services.draft_start import draft_start
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


def test_a_draft_starts_with_what_the_profile_says(world: World) -> None:
    draft = world.start()

    answer = SectionAnswer.objects.get(draft=draft, section_id="s-basics")
    assert answer.data == {"f-name": world.firm.name, "f-region": "999921", "f-code": world.firm.credit_code}
    assert answer.revision == 0
    assert AnswerRevision.objects.filter(draft=draft).count() == 1


def test_a_draft_starts_with_the_defaults_of_the_form_but_the_profile_comes_first(world: World) -> None:
    spec = spec_of(world.version)
    first = spec.sections[0]
    yes_no = (Choice("y", "是"), Choice("n", "否"))
    fields = (
        *(replace(one, default="某公司" if one.id == "f-name" else one.default) for one in first.fields),
        FieldSpec("f-staff", "staff_count", "人数", "number", default="10"),
        FieldSpec("f-bad", "bad", "坏", "number", default="十"),
        FieldSpec("f-one", "one", "单选", "radio", default="是", choices=yes_no),
        FieldSpec("f-many", "many", "多选", "checkbox", default="y、否", choices=yes_no),
    )
    content = spec_to_json(replace(spec, sections=(replace(first, fields=fields), *spec.sections[1:])))
    world.version = FormVersion.objects.create(
        definition=world.version.definition,
        number=world.version.number + 1,
        content=content,
        sha256=sha256_of(content),
    )

    answer = SectionAnswer.objects.get(draft=world.start(), section_id=first.id)

    assert answer.data["f-name"] == world.firm.name
    assert (answer.data["f-staff"], answer.data["f-one"]) == ("10", "y")
    assert answer.data["f-many"]["selected"] == ["y", "n"]
    assert "f-bad" not in answer.data
    assert answer.revision == 0, "what stands in a field beforehand has been typed by nobody"


def test_one_form_may_have_several_drafts(world: World) -> None:
    assert world.start().pk != world.start().pk


def test_nobody_starts_a_form_for_an_organisation_of_others(world: World) -> None:
    with pytest.raises(NotPermitted):
        draft_start(form_code=world.version.definition.code, organisation_id=world.firm.pk, actor=world.stranger)


def test_an_organisation_outside_the_audience_is_refused(world: World) -> None:
    bureau = world.reviewer.memberships.get().organisation
    with pytest.raises(NotInAudience):
        draft_start(form_code=world.version.definition.code, organisation_id=bureau.pk, actor=world.reviewer)


def test_an_unpublished_form_cannot_be_started(world: World) -> None:
    with pytest.raises(FormNotOpen):
        draft_start(form_code="unknown", organisation_id=world.firm.pk, actor=world.filler)
