"""Beginning a form."""

import pytest

from forms_app.errors import FormNotOpen, NotInAudience, NotPermitted
from forms_app.models import AnswerRevision, SectionAnswer
from forms_app.services.draft_start import draft_start
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


def test_a_draft_starts_with_what_the_profile_says(world: World) -> None:
    draft = world.start()

    answer = SectionAnswer.objects.get(draft=draft, section_id="s-basics")
    assert answer.data == {"f-name": world.firm.name, "f-region": "999921", "f-code": world.firm.credit_code}
    assert answer.revision == 0
    assert AnswerRevision.objects.filter(draft=draft).count() == 1


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
