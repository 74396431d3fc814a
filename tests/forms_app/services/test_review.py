"""Return, correct, hand in again, accept; and what the office fills in itself."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from forms_app.errors import NoRemarks, NotPermitted, RemarkEmpty, RemarkPlaceUnknown, RemarksUnchanged, WrongState
from forms_app.facade import (
    office_section_save,
    open_remarks,
    remark_add,
    remark_remove,
    submission_accept,
    submission_return,
    submission_sheet,
)
from forms_app.models import AnswerRevision, Draft, SectionAnswer, Submission, SubmissionRound
from forms_app.services.draft_submit import draft_submit
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, World, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(world: World) -> Submission:
    return world.submitted()


def returned(world: World, submission: Submission, *places: tuple[str, str]) -> None:
    for field_id, place in places:
        remark_add(submission_id=submission.pk, field_id=field_id, place=place, text="请核实", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)


def data_of(submission: Submission) -> dict[str, dict[str, object]]:
    return {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=submission.draft)}


def test_a_return_without_a_remark_is_refused(world: World, submission: Submission) -> None:
    with pytest.raises(NoRemarks):
        submission_return(submission_id=submission.pk, actor=world.reviewer)


def test_only_reviewers_of_the_region_remark_return_and_accept(world: World, submission: Submission) -> None:
    for actor in (world.filler, world.stranger, world.other_reviewer):
        with pytest.raises(NotPermitted):
            remark_add(submission_id=submission.pk, field_id="f-name", text="改", actor=actor)
        with pytest.raises(NotPermitted):
            submission_return(submission_id=submission.pk, actor=actor)
        with pytest.raises(NotPermitted):
            submission_accept(submission_id=submission.pk, actor=actor)


def test_a_remark_needs_words_and_a_place_that_exists(world: World, submission: Submission) -> None:
    def add(**changes: str) -> None:
        remark_add(submission_id=submission.pk, actor=world.reviewer, **{"field_id": "f-name", "text": "改", **changes})

    for text in ("", "  ", "字" * 501):
        with pytest.raises(RemarkEmpty):
            add(text=text)
    nowhere = ({"field_id": "unknown"}, {"field_id": "f-note"}, {"field_id": "f-needs", "place": "/r9"})
    of_the_county = {"field_id": "f-done"}
    for place in (*nowhere, of_the_county):
        with pytest.raises(RemarkPlaceUnknown):
            add(**place)


def test_after_a_return_only_the_remarked_places_change_whatever_is_posted(
    world: World, submission: Submission
) -> None:
    returned(world, submission, ("f-phone", ""), ("f-needs", "/r1"))
    before = data_of(submission)
    client = signed_in(world.filler)
    everything = {
        **dict.fromkeys(BASICS_INPUT, "改"),
        **EFFECTS_INPUT,
        "f-phone": "13911111111",
        "f-needs-rows": "r1,r2,r3",
        "f-needs-r1-text": "改过的第一条",
        "f-needs-r2-text": "改过的第二条",
        "f-needs-r3-text": "新的一条",
        "f-cloud": ["未上"],
        "f-done": "是",
        "f-passed": "是",
        "f-sample": "否",
        "revision": "1",
    }
    for key in ("basics", "effects"):
        client.post(reverse("forms_app:step", args=[submission.draft_id, key]), everything)

    after = data_of(submission)
    assert after["s-basics"] == {**before["s-basics"], "f-phone": "13911111111"}
    needs = [{"id": "r1", "text": "改过的第一条"}, {"id": "r2", "text": "能耗监测"}]
    assert after["s-effects"] == {**before["s-effects"], "f-needs": needs}
    assert "s-office" not in after


def test_the_page_after_a_return_shows_the_remark_and_opens_only_its_field(
    world: World, submission: Submission
) -> None:
    returned(world, submission, ("f-phone", ""))
    page = signed_in(world.filler).get(reverse("forms_app:step", args=[submission.draft_id, "basics"]))
    html = page.content.decode()

    assert "请核实" in html
    assert 'name="f-phone"' in html
    assert 'name="f-name"' not in html
    assert world.firm.name in html


def test_an_untouched_remark_warns_and_needs_a_confirmation(world: World, submission: Submission) -> None:
    returned(world, submission, ("f-phone", ""), ("f-needs", "/r2"))
    world.save(submission.draft, BASICS, {"f-phone": "13911111111"})
    with pytest.raises(RemarksUnchanged) as refusal:
        draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    assert refusal.value.anchors == ("f-needs/r2",)

    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler, accept_unchanged=True)
    submission.refresh_from_db()
    assert (submission.round, submission.status) == (2, Submission.Status.SUBMITTED)
    assert not open_remarks(submission.pk).exists()
    assert set(submission.remarks.values_list("answered_in_round", flat=True)) == {2}


def test_the_check_page_asks_for_the_confirmation(world: World, submission: Submission) -> None:
    returned(world, submission, ("f-phone", ""))
    client = signed_in(world.filler)
    url = reverse("forms_app:submit", args=[submission.draft_id])
    assert 'href="#accept_unchanged"' in client.post(url, {"key": "2", "declaration": "yes"}).content.decode()
    done = client.post(url, {"key": "2", "declaration": "yes", "accept_unchanged": "yes"})
    assert done["Location"] == reverse("forms_app:submission", args=[submission.pk])


def test_the_sheet_marks_what_changed_between_rounds(world: World, submission: Submission) -> None:
    returned(world, submission, ("f-phone", ""), ("f-needs", "/r1"))
    world.save(submission.draft, BASICS, {"f-phone": "13911111111"})
    world.save(submission.draft, EFFECTS, {"f-needs-rows": "r1", "f-needs-r1-text": "改过的第一条"})
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)

    fields = {field.key: field for field in submission_sheet(submission.pk).fields()}
    assert {key for key, field in fields.items() if field.changed} == {"phone", "needs"}
    assert fields["phone"].previous == "13800000000"
    assert [item.changed for item in fields["needs"].items] == [True, False]
    assert [len(item.remarks) for item in fields["needs"].items] == [1, 0]
    assert {field.key: field for field in submission_sheet(submission.pk, round=1).fields()}["phone"].display == (
        "13800000000"
    )


def test_a_remark_is_taken_back_only_before_it_is_sent(world: World, submission: Submission) -> None:
    remark = remark_add(submission_id=submission.pk, field_id="f-name", text="改", actor=world.reviewer)
    remark_remove(remark_id=remark.pk, actor=world.reviewer)
    assert not open_remarks(submission.pk).exists()
    returned(world, submission, ("f-name", ""))
    with pytest.raises(WrongState):
        remark_remove(remark_id=open_remarks(submission.pk).get().pk, actor=world.reviewer)


def test_an_accepted_submission_is_closed_for_everybody(world: World, submission: Submission) -> None:
    submission_accept(submission_id=submission.pk, actor=world.reviewer)
    submission.refresh_from_db()
    assert submission.status == Submission.Status.ACCEPTED
    with pytest.raises(WrongState):
        remark_add(submission_id=submission.pk, field_id="f-name", text="改", actor=world.reviewer)
    assert Draft.objects.get(pk=submission.draft_id).status == Draft.Status.SUBMITTED


def test_a_round_that_was_handed_in_cannot_be_altered_in_the_database(world: World, submission: Submission) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SubmissionRound.objects.filter(submission=submission).update(answers={})


def test_no_earlier_state_of_a_section_can_be_altered_in_the_database(world: World, submission: Submission) -> None:
    for act in (lambda states: states.update(data={}), lambda states: states.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(AnswerRevision.objects.filter(draft=submission.draft_id))


@pytest.mark.row("JS-67")
def test_the_county_must_give_its_reasons_and_enterprises_cannot_reach_its_section(
    world: World, submission: Submission
) -> None:
    def office(post: dict[str, str], key: str, actor: object = world.reviewer) -> object:
        return office_section_save(
            submission_id=submission.pk, section_id=OFFICE.id, post=typed(post), actor=actor, key=key
        )

    not_passed = office({"f-done": "是", "f-passed": "否", "f-sample": "否"}, "o1")
    assert [fault.path for fault in not_passed.result.errors] == ["f-passed-text"]
    sample = office({"f-done": "是", "f-passed": "是", "f-sample": "是"}, "o2")
    assert [fault.path for fault in sample.result.errors] == ["f-sample-text"]
    assert submission.rounds.count() == 1
    with pytest.raises(NotPermitted):
        office({"f-done": "是"}, "o3", world.filler)
    with pytest.raises(NotPermitted):
        office({"f-done": "是"}, "o3", world.other_reviewer)

    good = {"f-done": "是", "f-passed": "否", "f-passed-text": "产能未达标", "f-sample": "否"}
    assert office(good, "o4").round == 2
    assert office(good, "o4").replayed
    handed_in = submission.rounds.get(number=2)
    assert handed_in.kind == SubmissionRound.Kind.OFFICE
    assert handed_in.answers["s-office"]["f-passed"] == {"value": "否", "text": "产能未达标"}
    first = submission.rounds.get(number=1).answers
    assert {**handed_in.answers, "s-office": None} == {**first, "s-office": None}


def test_an_office_cannot_write_a_section_of_the_applicant(world: World, submission: Submission) -> None:
    with pytest.raises(NotPermitted):
        office_section_save(
            submission_id=submission.pk, section_id=BASICS.id, post=typed(BASICS_INPUT), actor=world.reviewer, key="o"
        )
