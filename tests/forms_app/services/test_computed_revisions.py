"""What the site writes by itself disturbs nobody who is typing."""

import pytest
from django.db.models import F

from forms_app.errors import StaleDraft
from forms_app.models import SectionAnswer
from forms_app.selectors.completeness import Progress, progress_of
from forms_app.selectors.drafts import visible_draft
from forms_app.selectors.filling import filling_of
from tests.forms_app.world import BASICS, World

pytestmark = pytest.mark.django_db


def raise_revision(world: World) -> SectionAnswer:
    """Write to the basics as the site does when it computes something."""
    SectionAnswer.objects.filter(section_id=BASICS.id).update(revision=F("revision") + 1)
    return SectionAnswer.objects.get(section_id=BASICS.id)


def test_a_page_that_shows_older_computed_values_is_not_out_of_date(world: World) -> None:
    draft = world.start()
    shown = world.save(draft, BASICS, {"f-name": "甲"}).revision
    raise_revision(world)

    assert world.save(draft, BASICS, {"f-name": "乙"}, expected_revision=shown).revision == shown + 2


def test_what_a_person_saved_meanwhile_still_stops_an_old_page(world: World) -> None:
    draft = world.start()
    shown = world.save(draft, BASICS, {"f-name": "甲"}).revision
    world.save(draft, BASICS, {"f-name": "乙"}, actor=world.colleague)
    raise_revision(world)

    with pytest.raises(StaleDraft):
        world.save(draft, BASICS, {"f-name": "丙"}, expected_revision=shown)


def test_a_section_that_only_the_site_wrote_to_is_not_begun(world: World) -> None:
    draft = world.start()
    raise_revision(world)

    progress = progress_of(filling_of(visible_draft(world.filler, draft.pk)))
    assert progress[0].progress is Progress.NOT_STARTED
