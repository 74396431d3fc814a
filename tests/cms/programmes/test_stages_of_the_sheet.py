"""附2 is published with stages over a version without them: what was begun before loses nothing."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from cms.programmes.files import DATA_FOLDER
from cms.programmes.load import programme_load
from forms_app.engine.places import open_fields
from forms_app.engine.rebase import RebasePlan
from forms_app.models import Draft, RetiredAnswer, SectionAnswer
from forms_app.selectors.filling import draft_by_id, filling_of
from forms_app.selectors.rebase import rebase_plan
from forms_app.selectors.versions import current_version, spec_of
from forms_app.services.draft_rebase import draft_rebase
from forms_app.services.draft_start import draft_start
from forms_app.services.section_save import section_save
from tests.forms_app.engine.specs import sheet
from tests.forms_app.world import World, make_world, typed

pytestmark = [pytest.mark.django_db, pytest.mark.row("JS-69")]

SHEET = "jiangsu/forms/enterprise-info-sheet.yaml"
STAGES = ("stages_at_start", "later_note")
FIELDS = {one.key: one for _section, one in sheet().fields()}
LEVEL, COST, NAME = (FIELDS[key].id for key in ("level", "total_cost", "enterprise_name"))
BASIC, RESULTS = (next(section for section, one in sheet().fields() if one.id == wanted) for wanted in (NAME, LEVEL))


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def without_stages(tmp_path: Path) -> Path:
    """The programme as it was before its sheet had stages."""
    shutil.copytree(DATA_FOLDER / "jiangsu", tmp_path / "jiangsu")
    path = tmp_path / SHEET
    lines = [line for line in path.read_text().splitlines() if not line.startswith(STAGES)]
    path.write_text("\n".join(lines))
    return tmp_path


def begun(world: World) -> Draft:
    """Return a draft in which the enterprise has filled in values of both stages."""
    draft = draft_start(form_code=sheet().code, organisation_id=world.firm.pk, actor=world.filler)
    for section, post in (
        (BASIC, {NAME: "鹭汀卫康制造有限公司（演示）"}),
        (RESULTS, {f"{LEVEL}-before": "一级", f"{LEVEL}-after": "二级", COST: "156.4"}),
    ):
        section_save(
            draft_id=draft.pk, section_id=section.id, post=typed(post), expected_revision=None, actor=world.filler
        )
    return draft


def answers(draft: Draft) -> dict[str, Any]:
    return dict(SectionAnswer.objects.filter(draft=draft).values_list("section_id", "data"))


def test_a_draft_of_the_version_without_stages_is_taken_over_whole(world: World, without_stages: Path) -> None:
    programme_load("jiangsu", publish=True, folder=without_stages)
    draft = begun(world)
    before = answers(draft)
    programme_load("jiangsu", publish=True)
    version = current_version(sheet().code)
    assert (version.number, spec_of(version).stages_at_start) == (2, ("before",))
    plan: RebasePlan = rebase_plan(filling_of(draft_by_id(draft.pk)), version)
    assert (plan.added, plan.changed, plan.retired) == ((), (), ())
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)
    assert answers(draft) == before
    assert not RetiredAnswer.objects.exists()
    now = filling_of(draft_by_id(draft.pk))
    assert now.draft.open_stages is None
    assert COST in open_fields(now.mask), "what was begun stays open"


def test_a_new_sheet_begins_with_what_is_known_before_the_transformation(world: World) -> None:
    programme_load("jiangsu", publish=True)
    draft = begun(world)
    assert draft.open_stages == ["before"]
    assert answers(draft)[RESULTS.id] == {LEVEL: {"before": "一级"}}
    now = filling_of(draft_by_id(draft.pk))
    metrics = [one.id for _section, one in now.spec.fields() if one.type == "metrics"]
    opened = {place for place in now.mask if place.partition(":")[0] in metrics}
    assert opened == {f"{one}:before" for one in metrics}
    assert now.spec.later_note == "改造完成并通过验收后填写"
