"""A draft follows its form into a newer version, and loses nothing on the way."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, transaction
from django.db.utils import InternalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.errors import DraftNotEditable, NotPermitted, VersionNotNewer
from forms_app.models import AnswerRevision, Draft, DraftRebase, FormVersion, RetiredAnswer, SectionAnswer, Submission
from forms_app.selectors.drafts import visible_draft
from forms_app.selectors.filling import filling_of
from forms_app.selectors.remarks import unchanged_anchors
from forms_app.selectors.sheet import submission_sheet
from forms_app.services.draft_rebase import draft_rebase
from forms_app.services.draft_submit import draft_submit
from forms_app.services.older_page import gone_section_save
from forms_app.services.remarks import remark_add
from forms_app.services.submission_accept import submission_accept
from forms_app.services.submission_return import submission_return
from tests.forms_app.engine.form_edits import Answers, Workshop, places_of, texts_of
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world
from tests.forms_app.world import typed as typed_post

pytestmark = pytest.mark.django_db

NEW = FieldSpec("f-new", "new", "上年用电量", "number", required=True)
# 联系方式 is gone, 企业性质 moved, 民营 is called by its full name, and a question is new.
MOVED = replace(BASICS.fields[5], label="所有制")
NEXT = replace(
    SPEC,
    sections=(
        replace(BASICS, fields=(*(one for one in BASICS.fields if one.id not in ("f-phone", "f-kind")), NEW)),
        replace(EFFECTS, fields=(MOVED, *EFFECTS.fields)),
        OFFICE,
    ),
)


def republish(world: World, spec: FormSpec) -> FormVersion:
    definition = world.version.definition
    content = spec_to_json(replace(spec, code=definition.code))
    number = FormVersion.objects.filter(definition=definition).count() + 1
    return FormVersion.objects.create(
        definition=definition, number=number, content=content, sha256=sha256_of([content, number])
    )


def answers_of(draft: Draft) -> Answers:
    return {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=draft)}


def returned(world: World, *fields: str) -> Submission:
    submission = world.submitted()
    for field in fields:
        remark_add(submission_id=submission.pk, field_id=field, text="请改。", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    return submission


def test_answers_move_and_the_rest_stays_readable(world: World) -> None:
    draft = world.complete()
    before = answers_of(draft)
    revisions = AnswerRevision.objects.count()
    version = republish(world, NEXT)

    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.colleague)

    now = answers_of(draft)
    assert now[EFFECTS.id] == {**before[EFFECTS.id], "f-kind": "民营"}
    assert now[BASICS.id] == {name: one for name, one in before[BASICS.id].items() if name not in ("f-kind", "f-phone")}
    kept = RetiredAnswer.objects.get()
    assert (kept.field_id, kept.value, kept.spec["label"]) == ("f-phone", "13800000000", "联系方式")
    assert AnswerRevision.objects.count() == revisions + 2
    entry = DraftRebase.objects.get()
    assert (entry.from_version, entry.to_version, entry.actor) == (world.version, version, world.colleague)
    assert not SectionAnswer.objects.get(draft=draft, section_id=BASICS.id).complete


def test_taking_it_over_twice_changes_nothing_more(world: World) -> None:
    draft = world.complete()
    republish(world, NEXT)
    for _index in range(2):
        draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)

    assert (DraftRebase.objects.count(), RetiredAnswer.objects.count()) == (1, 1)


def test_what_is_under_review_or_accepted_never_moves(world: World) -> None:
    submission = world.submitted()
    republish(world, NEXT)
    with pytest.raises(DraftNotEditable):
        draft_rebase(draft_id=submission.draft_id, to_version=2, actor=world.filler)
    submission_accept(submission_id=submission.pk, actor=world.reviewer)
    with pytest.raises(DraftNotEditable):
        draft_rebase(draft_id=submission.draft_id, to_version=2, actor=world.filler)

    submission.refresh_from_db()
    assert (submission.version, submission.draft.version) == (world.version, world.version)


def test_only_a_newer_version_of_the_same_form_and_only_by_its_own_people(world: World) -> None:
    draft = world.start()
    with pytest.raises(VersionNotNewer):
        draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)
    republish(world, NEXT)
    with pytest.raises(NotPermitted):
        draft_rebase(draft_id=draft.pk, to_version=2, actor=world.stranger)
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)
    with pytest.raises(VersionNotNewer):
        draft_rebase(draft_id=draft.pk, to_version=1, actor=world.filler)


def test_a_returned_draft_opens_what_is_new_and_keeps_the_rest_closed(world: World) -> None:
    submission = returned(world, "f-kind", "f-phone")
    tight = replace(
        EFFECTS, fields=(MOVED, replace(EFFECTS.fields[1], required=True, min_items=3), *EFFECTS.fields[2:])
    )
    republish(world, replace(NEXT, sections=(NEXT.sections[0], tight, OFFICE)))

    draft_rebase(draft_id=submission.draft_id, to_version=2, actor=world.filler)

    draft = Draft.objects.get(pk=submission.draft_id)
    assert draft.unlocked == ["f-kind", "f-needs", "f-new"]
    filling = filling_of(visible_draft(world.filler, draft.pk))
    assert [one.field_id for one in filling.remarks_on(filling.spec.sections[1])[MOVED.id]] == [MOVED.id]
    assert unchanged_anchors(filling, submission) == ["f-kind"]


def test_earlier_rounds_are_read_as_they_were_asked(world: World) -> None:
    submission = returned(world, "f-money")
    republish(world, NEXT)
    draft = draft_rebase(draft_id=submission.draft_id, to_version=2, actor=world.filler)
    assert {one.id for one in submission_sheet(submission.pk).fields()} >= {"f-phone"}
    world.save(draft, NEXT.sections[0], {"f-money": "7000", "f-new": "12"})
    draft_submit(draft_id=draft.pk, key="key-2", actor=world.filler)

    first, last = (submission_sheet(submission.pk, round=number) for number in (1, 2))
    assert ("f-phone", "13800000000") in [(one.id, one.display) for one in first.fields()]
    assert "f-phone" not in {one.id for one in last.fields()}
    assert [one.display for one in last.fields() if one.id == "f-new"] == ["12"]


def test_a_page_of_the_older_version_overwrites_nothing(world: World) -> None:
    draft = world.complete()
    shown = SectionAnswer.objects.get(draft=draft, section_id=EFFECTS.id)
    republish(world, NEXT)
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)

    sent = {"f-needs-rows": "r1", "f-needs-r1-text": "只剩一条", "f-cloud": ["公有云"], "f-cloud-text-0": "示范云"}
    sent |= {"f-period-start": "2025-01-01", "f-period-end": "2025-10-20"}
    world.save(draft, NEXT.sections[1], sent, expected_revision=shown.revision)

    assert answers_of(draft)[EFFECTS.id]["f-kind"] == "民营"
    assert [one["text"] for one in answers_of(draft)[EFFECTS.id]["f-needs"]] == ["只剩一条"]


def test_the_drawer_cannot_be_changed(world: World) -> None:
    draft = world.complete()
    republish(world, NEXT)
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.filler)
    for model in (RetiredAnswer, DraftRebase):
        refused = (IntegrityError, InternalError, OperationalError, ProgrammingError)
        with pytest.raises(refused, match="append-only"), transaction.atomic():
            model.objects.update(draft=draft)


class StoredValues(TestCase):
    """The same promise as in the engine's test, through the database."""

    @given(st.data())
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_sequence_of_republishings_loses_a_stored_value(self, data: st.DataObject) -> None:
        workshop = Workshop(data.draw)
        for _index in range(4):
            workshop.edit()
        world = make_world(replace(workshop.spec, audience=("enterprise",)))
        draft = world.start()
        ever: set[tuple[str, str]] = set()
        for number in (2, 3):
            answers = answers_of(draft)
            workshop.fill(answers)
            ever |= places_of(answers)
            for section_id, values in answers.items():
                SectionAnswer.objects.update_or_create(
                    draft=draft, section_id=section_id, defaults={"data": values, "author": world.filler}
                )
            for _edit in range(data.draw(st.integers(1, 4))):
                workshop.edit()
            republish(world, replace(workshop.spec, audience=("enterprise",)))
            draft_rebase(draft_id=draft.pk, to_version=number, actor=world.filler)
            drawer = {(one.field_id, text) for one in RetiredAnswer.objects.all() for text in texts_of(one.value)}
            assert ever <= places_of(answers_of(draft)) | drawer


def test_what_an_older_page_types_into_a_retired_field_goes_to_the_drawer_once(world: World) -> None:
    draft = world.complete()
    shown = SectionAnswer.objects.get(draft=draft, section_id=BASICS.id).revision
    republish(world, NEXT)
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.colleague)
    typed = {**BASICS_INPUT, "f-phone": "13999999999", "f-kind": "国有", "f-staff": "121"}

    for _again in range(2):
        saved = world.save(draft, BASICS, typed, expected_revision=shown, shown_version=1)
    assert saved.retired == ("联系方式", "企业性质")
    drawer = [(one.field_id, one.value) for one in RetiredAnswer.objects.all()]
    assert drawer == [("f-phone", "13800000000"), ("f-phone", "13999999999"), ("f-kind", "国有")]
    # What still has its place is saved there, and what was not touched is not told.
    assert answers_of(draft)[BASICS.id]["f-staff"] == "121"
    assert "f-phone" not in answers_of(draft)[BASICS.id]


def test_an_older_page_on_which_nothing_retired_was_touched_adds_nothing_to_the_drawer(world: World) -> None:
    draft = world.complete()
    shown = SectionAnswer.objects.get(draft=draft, section_id=BASICS.id).revision
    republish(world, NEXT)
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.colleague)
    saved = world.save(draft, BASICS, {**BASICS_INPUT, "f-staff": "7"}, expected_revision=shown, shown_version=1)
    assert saved.retired == ()
    assert RetiredAnswer.objects.count() == 1


def test_an_older_page_of_a_section_that_is_gone_loses_nothing(world: World) -> None:
    draft = world.complete()
    shown = SectionAnswer.objects.get(draft=draft, section_id=EFFECTS.id).revision
    republish(world, replace(SPEC, sections=(BASICS, OFFICE)))
    draft_rebase(draft_id=draft.pk, to_version=2, actor=world.colleague)
    typed = typed_post({**EFFECTS_INPUT, "f-needs-r1-text": "刚刚写下的需求", "f-mail": "不是邮箱"})
    told = gone_section_save(
        draft_id=draft.pk, section_key="effects", post=typed, shown=1, expected_revision=shown, actor=world.filler
    )
    assert told == ("改造需求", "电子邮箱")
    kept = {one.field_id: (one.value, one.typed) for one in RetiredAnswer.objects.order_by("pk")}
    assert kept["f-needs"][0][0]["text"] == "刚刚写下的需求"
    assert kept["f-mail"] == (None, {"f-mail": "不是邮箱"})
