"""The record of changes: everything for those who fill in, what was handed in for those who review."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_app.engine.round_diff import ComparedField
from forms_app.engine.text_diff import Pieces
from forms_app.facade import office_section_save, remark_add, submission_changes, submission_return
from forms_app.models import Draft, Submission
from forms_app.selectors.filling import draft_by_id
from forms_app.selectors.sheet_changes import SheetChanges, changes_of_sheet
from forms_app.services.draft_submit import draft_submit
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, World, make_world, typed

pytestmark = [pytest.mark.django_db, pytest.mark.row("JS-70")]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def returned(world: World) -> Submission:
    """Return a submission that came back for the number of staff."""
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="请核对", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    return submission


def corrected(world: World) -> Submission:
    submission = returned(world)
    world.save(submission.draft, BASICS, {"f-staff": "121"})
    return draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)


def to_filler(draft: Draft, **wanted: str) -> SheetChanges:
    return changes_of_sheet(draft_by_id(draft.pk), wanted, office=False)


def said(changes: SheetChanges) -> list[tuple[str, Any]]:
    """Return (section, {label: (before, after)}) of each change; None where the reader is not told."""
    return [(one.section, None if one.fields is None else words(one.fields)) for one in changes.changes]


def words(fields: tuple[ComparedField, ...]) -> dict[str, tuple[str, str]]:
    return {field.label: (text(field.text.earlier), text(field.text.later)) for field in fields}


def text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_filler_sees_who_changed_what_and_what_stood_there_before_and_after(world: World) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "星渡", "f-staff": "120"})
    world.save(draft, BASICS, {"f-name": "星渡", "f-staff": "121"}, actor=world.colleague)
    world.save(draft, EFFECTS, EFFECTS_INPUT)
    newest = to_filler(draft)
    assert [(one.section, one.author) for one in newest.changes[:2]] == [
        ("二、改造情况", str(world.filler)),
        ("一、基本情况", str(world.colleague)),
    ]
    assert said(newest)[1][1] == {"从业人员": ("120 人", "121 人")}
    only = to_filler(draft, section=EFFECTS.id)
    assert {one.section for one in only.changes} == {"二、改造情况"}
    needs = next(field for field in only.changes[0].fields or () if field.label == "改造需求")
    assert [row.kind for row in needs.rows] == ["added", "added"]


def test_the_office_learns_who_and_when_of_all_and_what_of_all_after_the_first_hand_in(world: World) -> None:
    changes = submission_changes(corrected(world).pk, {})
    assert said(changes)[0] == ("一、基本情况", {"从业人员": ("120 人", "121 人")})
    assert [words for _section, words in said(changes)[1:]] == [None] * (len(changes.changes) - 1)
    assert changes.page.paginator.count == len(to_filler(Draft.objects.get()).changes)


def test_what_is_being_corrected_is_not_shown_to_the_office_until_it_is_handed_in(world: World) -> None:
    submission = returned(world)
    before = submission_changes(submission.pk, {}).page.paginator.count
    world.save(submission.draft, BASICS, {"f-staff": "121"})
    assert submission_changes(submission.pk, {}).page.paginator.count == before
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    assert submission_changes(submission.pk, {}).page.paginator.count == before + 1


def test_what_the_office_fills_in_is_listed_too(world: World) -> None:
    submission = world.submitted()
    post = typed({"f-done": "是", "f-passed": "是", "f-sample": "否"})
    office_section_save(
        submission_id=submission.pk, section_id=OFFICE.id, post=post, actor=world.reviewer, key="office"
    )
    newest = submission_changes(submission.pk, {}).changes[0]
    assert (newest.section, newest.author) == ("三、绩效评价", str(world.reviewer))
    assert said(submission_changes(submission.pk, {}))[0][1]["绩效评价是否通过"] == ("", "是")


def test_input_that_does_not_pass_its_check_is_a_change_without_an_answer(world: World) -> None:
    draft = world.start()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": "星渡"})
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": "星渡", "f-staff": "很多"})
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": "星渡", "f-staff": "更多"})
    assert said(to_filler(draft))[0] == ("一、基本情况", {})


def test_a_page_of_changes_takes_the_same_number_of_queries_however_many_there_are(world: World) -> None:
    draft, counts = world.start(), []
    for numbers in (range(2), range(2, 30)):
        for number in numbers:
            world.save(draft, BASICS, {"f-name": "星渡", "f-staff": str(number)})
        with CaptureQueriesContext(connection) as queries:
            to_filler(draft)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert to_filler(draft).page.paginator.num_pages == 2


def test_the_filler_opens_the_page_and_a_stranger_does_not(world: World) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "星渡", "f-staff": "120"})
    address = f"/my/forms/drafts/{draft.pk}/changes/"
    page = signed_in(world.filler).get(address).content.decode()
    assert "修改记录" in page and "<ins>" in page and "120 人" in page
    assert signed_in(world.stranger).get(address).status_code == 404
    assert address in signed_in(world.filler).get(f"/my/forms/drafts/{draft.pk}/").content.decode()
