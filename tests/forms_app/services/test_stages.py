"""A form whose second half opens later: what waits, what blocks, and what opens when a case says so."""

from dataclasses import replace
from typing import Any

import pytest

from forms_app.engine.spec import FieldSpec
from forms_app.errors import DraftNotEditable, NotPermitted, RemarkPlaceUnknown, StagesOpenAlready, WrongState
from forms_app.facade import remark_add, stages_open, submission_return
from forms_app.models import Draft, SectionAnswer, Submission
from forms_app.selectors.completeness import Progress, faults_of, progress_of
from forms_app.selectors.filling import Filling, draft_by_id, filling_of
from forms_app.services.answers_upload import upload_apply
from forms_app.services.draft_submit import draft_submit
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.row("JS-69")]

NOTE = "改造完成并通过验收后填写"
COSTS = FieldSpec(
    id="f-costs",
    key="costs",
    label="费用",
    type="table",
    columns=(
        FieldSpec(id="c-item", key="item", label="名目", type="text", required=True),
        FieldSpec(id="c-plan", key="plan", label="计划", type="number", stage="before"),
        FieldSpec(id="c-real", key="real", label="实际", type="number", stage="after", required=True),
    ),
)
LATER = replace(
    EFFECTS,
    fields=(
        *(replace(one, required=one.type == "before_after") for one in EFFECTS.fields),
        COSTS,
        FieldSpec(id="f-result", key="result", label="改造总结", type="text", required=True, stage="after"),
    ),
)
SUMMARY = replace(
    BASICS,
    id="s-summary",
    key="summary",
    number="四",
    title="总结",
    stage="after",
    fields=(FieldSpec(id="f-end", key="end", label="结语", type="text", required=True),),
)
STAGED = replace(SPEC, sections=(BASICS, LATER, OFFICE, SUMMARY), stages_at_start=("before",), later_note=NOTE)
BEFORE = {
    **EFFECTS_INPUT,
    "f-level-before": "一级",
    "f-level-after": "三级",
    "f-metrics-rows": "m1",
    "f-metrics-m1-name": "联网率",
    "f-metrics-m1-before": "35",
    "f-metrics-m1-after": "90",
    "f-costs-rows": "t1",
    "f-costs-t1-c-item": "传感器",
    "f-costs-t1-c-plan": "10",
    "f-costs-t1-c-real": "99",
    "f-result": "提前写的总结",
}
AFTER = {
    "f-level-before": "二级",
    "f-level-after": "二级",
    "f-metrics-rows": "m1,m2",
    "f-metrics-m1-name": "改了名",
    "f-metrics-m1-before": "1",
    "f-metrics-m1-after": "80",
    "f-metrics-m2-name": "新指标",
    "f-metrics-m2-before": "5",
    "f-metrics-m2-after": "7",
    "f-costs-rows": "t1",
    "f-costs-t1-c-item": "改了名",
    "f-costs-t1-c-plan": "1",
    "f-costs-t1-c-real": "12",
    "f-result": "完成",
}


@pytest.fixture
def world(db: None) -> World:
    return make_world(STAGED)


def begun(world: World) -> Draft:
    draft = world.start()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name})
    world.save(draft, LATER, BEFORE)
    return draft


def handed_in(world: World) -> Submission:
    return draft_submit(draft_id=begun(world).pk, key="first", actor=world.filler)


def opened(world: World) -> Submission:
    submission = handed_in(world)
    stages_open(submission_id=submission.pk, stages=["after"], actor=world.reviewer)
    return Submission.objects.select_related("draft").get(pk=submission.pk)


def stored(draft: Draft, section: str = EFFECTS.id) -> dict[str, Any]:
    return SectionAnswer.objects.get(draft=draft, section_id=section).data


def filling(draft: Draft) -> Filling:
    return filling_of(draft_by_id(draft.pk))


def test_at_the_start_what_belongs_to_the_later_stage_is_not_written_whatever_is_posted(world: World) -> None:
    data = stored(begun(world))
    assert data["f-level"] == {"before": "一级"}
    assert data["f-metrics"] == [{"id": "m1", "name": "联网率", "before": "35"}]
    assert data["f-costs"] == [{"id": "t1", "c-item": "传感器", "c-plan": "10"}]
    assert "f-result" not in data


def test_what_is_required_later_does_not_keep_the_form_from_being_handed_in(world: World) -> None:
    draft = begun(world)
    assert faults_of(filling(draft)) == {}
    assert {one.section.key: one.progress for one in progress_of(filling(draft))} == {
        "basics": Progress.COMPLETE,
        "effects": Progress.COMPLETE,
        "summary": Progress.LATER,
    }
    assert handed_in(world).status == "submitted"


def test_what_is_required_now_still_does(world: World) -> None:
    draft = begun(world)
    world.save(draft, LATER, {**BEFORE, "f-level-before": "", "f-costs-t1-c-item": ""})
    paths = {fault.path for faults in faults_of(filling(draft)).values() for fault in faults}
    assert paths == {"f-level-before", "f-costs-t1-c-item"}


def test_the_page_shows_closed_places_with_the_note_and_without_inputs(world: World) -> None:
    client = signed_in(world.filler)
    draft = begun(world)
    page = client.get(f"/my/forms/drafts/{draft.pk}/s/effects/").content.decode()
    for name in ("f-level-after", "f-metrics-m1-after", "f-costs-t1-c-real", "f-result"):
        assert f'name="{name}"' not in page, name
    for name in ("f-level-before", "f-metrics-m1-before", "f-costs-t1-c-plan"):
        assert f'name="{name}"' in page, name
    assert page.count(NOTE) == 4
    later = client.get(f"/my/forms/drafts/{draft.pk}/s/summary/").content.decode()
    assert later.count(NOTE) == 1
    assert 'name="f-end"' not in later
    assert NOTE in client.get(f"/my/forms/drafts/{draft.pk}/").content.decode()
    assert NOTE in client.get(f"/my/forms/drafts/{draft.pk}/check/").content.decode()


def test_opening_a_stage_gives_back_only_what_belongs_to_it(world: World) -> None:
    submission = opened(world)
    draft = submission.draft
    assert (submission.status, draft.status, draft.open_stages) == ("continued", "continued", None)
    world.save(draft, BASICS, {**BASICS_INPUT, "f-staff": "999"})
    world.save(draft, LATER, AFTER)
    assert stored(draft, BASICS.id)["f-staff"] == "120"
    data = stored(draft)
    assert data["f-level"] == {"before": "一级", "after": "二级"}
    assert data["f-metrics"] == [
        {"id": "m1", "name": "联网率", "before": "35", "after": "80"},
        {"id": "m2", "name": "新指标", "after": "7"},
    ]
    assert data["f-costs"] == [{"id": "t1", "c-item": "传感器", "c-plan": "10", "c-real": "12"}]
    assert data["f-result"] == "完成"
    assert data["f-needs"] == [{"id": "r1", "text": "车床数据采集"}, {"id": "r2", "text": "能耗监测"}]


def test_a_metric_that_was_added_later_can_be_named_in_a_second_save(world: World) -> None:
    draft = opened(world).draft
    world.save(draft, LATER, {**AFTER, "f-metrics-m2-name": ""})
    world.save(draft, LATER, {**AFTER, "f-metrics-m2-name": "后来的名"})
    assert stored(draft)["f-metrics"][1] == {"id": "m2", "name": "后来的名", "after": "7"}


def test_a_row_with_something_closed_in_it_cannot_be_removed(world: World) -> None:
    draft = opened(world).draft
    world.save(draft, LATER, {**AFTER, "f-metrics-rows": "", "f-costs-rows": ""})
    assert stored(draft)["f-metrics"] == [{"id": "m1", "name": "联网率", "before": "35"}]
    assert stored(draft)["f-costs"] == [{"id": "t1", "c-item": "传感器", "c-plan": "10"}]


def test_what_was_required_only_later_blocks_the_next_round(world: World) -> None:
    draft = opened(world).draft
    paths = {fault.path for faults in faults_of(filling(draft)).values() for fault in faults}
    assert paths == {"f-level-after", "f-costs-t1-c-real", "f-result", "f-end"}
    world.save(draft, LATER, AFTER)
    world.save(draft, SUMMARY, {"f-end": "完"})
    again = draft_submit(draft_id=draft.pk, key="second", actor=world.filler)
    assert (again.round, again.status) == (2, "submitted")
    assert again.rounds.get(number=2).answers[EFFECTS.id]["f-level"] == {"before": "一级", "after": "二级"}
    with pytest.raises(DraftNotEditable):
        world.save(draft, LATER, AFTER)


def test_a_return_unlocks_nothing_that_waits_for_a_stage(world: World) -> None:
    submission = handed_in(world)
    with pytest.raises(RemarkPlaceUnknown):
        remark_add(submission_id=submission.pk, field_id="f-result", text="补充", actor=world.reviewer)
    for field_id, place in (("f-level", ""), ("f-metrics", "/m1"), ("f-costs", "/t1")):
        remark_add(submission_id=submission.pk, field_id=field_id, place=place, text="核实", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    world.save(submission.draft, LATER, AFTER)
    data = stored(submission.draft)
    assert data["f-level"] == {"before": "二级"}
    assert data["f-metrics"] == [{"id": "m1", "name": "改了名", "before": "1"}]
    assert data["f-costs"] == [{"id": "t1", "c-item": "改了名", "c-plan": "1"}]
    assert "f-result" not in data


def test_a_stage_is_opened_once_and_only_by_those_who_review_it(world: World) -> None:
    submission = handed_in(world)
    for actor in (world.filler, world.other_reviewer):
        with pytest.raises(NotPermitted):
            stages_open(submission_id=submission.pk, stages=["after"], actor=actor)
    stages_open(submission_id=submission.pk, stages=["after"], actor=None)
    with pytest.raises(WrongState):
        stages_open(submission_id=submission.pk, stages=["after"], actor=world.reviewer)


def test_a_form_that_was_begun_before_it_had_stages_is_given_back_with_what_belongs_to_the_stage(world: World) -> None:
    submission = handed_in(world)
    Draft.objects.filter(pk=submission.draft_id).update(open_stages=None)
    stages_open(submission_id=submission.pk, stages=["after"], actor=world.reviewer)
    draft = Draft.objects.get(pk=submission.draft_id)
    assert (draft.status, draft.open_stages) == ("continued", None)
    world.save(draft, LATER, AFTER)
    assert stored(draft)["f-level"] == {"before": "一级", "after": "二级"}


def test_a_form_without_stages_has_nothing_to_open(db: None) -> None:
    world = make_world(replace(SPEC, sections=(BASICS, OFFICE)))
    draft = world.start()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name})
    submission = draft_submit(draft_id=draft.pk, key="first", actor=world.filler)
    with pytest.raises(StagesOpenAlready):
        stages_open(submission_id=submission.pk, stages=["after"], actor=world.reviewer)


def test_a_workbook_says_nothing_at_a_closed_stage(world: World) -> None:
    draft = begun(world)
    now = filling(draft)
    fields = {
        LATER.id: {
            "f-level": {"f-level-before": "二级", "f-level-after": "三级"},
            "f-result": {"f-result": "写好了"},
        }
    }
    revisions = {LATER.id: now.answers[LATER.id].revision}
    upload_apply(draft_id=draft.pk, filling=now, fields=fields, revisions=revisions, actor=world.filler)
    assert stored(draft)["f-level"] == {"before": "二级"}
    assert "f-result" not in stored(draft)
