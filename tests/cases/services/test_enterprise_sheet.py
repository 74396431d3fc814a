"""The shipped case type of the enterprise sheet: before the transformation, after it, and accepted; with real forms."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core import mail
from django.core.management import call_command
from django.test import Client

from cases.errors import EffectRefused, RequirementMissing, TransitionNotAllowed
from cases.facade import available_actions, case_type_faults, case_type_load, perform, sections_open_to, timeline
from cases.models import Case
from cases.selectors.desk import waiting_count
from cases.selectors.dossier import dossier, progress
from cms.accounts.models import Notification, Role, User
from cms.core.models import OutboxMessage
from cms.core.outbox import deliver_due
from forms_app.facade import office_section_save, remark_add
from forms_app.models import Draft, Submission
from forms_app.services.draft_submit import draft_submit
from tests.cms.accounts.conftest import make_member, make_organisation, make_user
from tests.forms_app.world import (
    BASICS,
    BASICS_INPUT,
    EFFECTS,
    EFFECTS_INPUT,
    OFFICE,
    SPEC,
    World,
    make_world,
    typed,
)

FILE = Path("cms/programmes/data/jiangsu/case_types/enterprise-sheet.yaml")


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """Give an enterprise, the offices around it, and a form whose submissions become cases of the shipped type."""
    settings.WAGTAILADMIN_BASE_URL = "https://pilot.example.com"
    case_type_load(yaml.safe_load((settings.BASE_DIR / FILE).read_text()), publish=True)
    office = replace(OFFICE, key="evaluation", stage="after")
    sinks = ({"sink": "case", "params": {"case_type": "enterprise-sheet"}},)
    staged = replace(SPEC, sections=(BASICS, EFFECTS, office), sinks=sinks, stages_at_start=("before",))
    return make_world(staged)


Act = Callable[..., Case]


@pytest.fixture
def act() -> Act:
    """Take a transition as somebody and return the case as it then stands."""

    def take(case: Case, transition: str, actor: User, **payload: Any) -> Case:
        perform(
            case_id=case.pk,
            transition=transition,
            expected_revision=case.revision,
            idempotency_key=f"{transition}-{case.revision}",
            actor=actor,
            payload=payload,
        )
        case.refresh_from_db()
        return case

    return take


def _case(submission: Submission) -> Case:
    return Case.objects.select_related("region", "version").get(submission=submission)


def _titles(case: Case, user: User) -> list[str]:
    return [action.title for action in available_actions(case, User.objects.get(pk=user.pk))]


def _corrected(world: World, submission: Submission, *, staff: str = "121") -> Case:
    draft = Draft.objects.get(pk=submission.draft_id)
    world.save(draft, BASICS, {**BASICS_INPUT, "f-staff": staff})
    return _case(draft_submit(draft_id=draft.pk, key=f"staff-{staff}", actor=world.filler))


def _opened(world: World, act: Act, submission: Submission) -> Case:
    """Return the case of a submission, with the part after the transformation open to the enterprise."""
    case = act(_case(submission), "pass_before", world.reviewer)
    return act(case, "open_after", world.reviewer)


def _continued(world: World, submission: Submission) -> Case:
    """Fill in what was opened, hand it in and return the case."""
    draft = Draft.objects.get(pk=submission.draft_id)
    world.save(draft, EFFECTS, {**EFFECTS_INPUT, "f-level-before": "三级", "f-level-after": "二级"})
    return _case(draft_submit(draft_id=draft.pk, key="after", actor=world.filler))


def test_the_shipped_case_type_has_no_fault_and_names_roles_that_exist(world: World, settings: Any) -> None:
    document = yaml.safe_load((settings.BASE_DIR / FILE).read_text())
    assert case_type_faults(document, roles=set(Role.objects.values_list("key", flat=True))) == []


def test_a_submission_stands_under_review_with_the_county(world: World) -> None:
    case = _case(world.submitted())
    assert (case.state, case.revision, case.applicant) == ("county_review", 1, world.firm)
    assert case.number.startswith("XXB-")


def test_the_county_may_return_or_pass_and_nobody_else_may_do_anything(world: World) -> None:
    case = _case(world.submitted())
    assert _titles(case, world.reviewer) == ["退回修改", "改造前内容审核通过"]
    assert [_titles(case, user) for user in (world.filler, world.other_reviewer, world.stranger)] == [[], [], []]


def test_a_return_without_a_remark_is_refused(world: World, act: Act) -> None:
    case = _case(world.submitted())
    with pytest.raises(RequirementMissing) as caught:
        act(case, "return", world.reviewer)
    assert caught.value.requirement == "remarks_required"
    assert caught.value.message == "请先在填报项上至少添加一条审核意见。"


def test_a_return_sends_the_remarks_and_unlocks_only_what_they_name(world: World, act: Act) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="人数与报表不符", actor=world.reviewer)
    case = act(_case(submission), "return", world.reviewer)
    draft = Draft.objects.get(pk=submission.draft_id)
    assert (case.state, draft.status, draft.unlocked) == ("returned", "returned", ["f-staff"])


@pytest.mark.row("JS-69")
def test_the_sheet_goes_over_two_corrections_and_two_stages_to_acceptance(world: World, act: Act) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="人数与报表不符", actor=world.reviewer)
    act(_case(submission), "return", world.reviewer, comment="请核对")
    _corrected(world, submission)
    _opened(world, act, submission)
    case = _continued(world, submission)
    remark_add(submission_id=submission.pk, field_id="f-staff", text="再核对", actor=world.reviewer)
    act(case, "return", world.reviewer)
    case = act(_corrected(world, submission, staff="122"), "accept", world.reviewer)
    submission.refresh_from_db()
    assert (case.state, submission.status) == ("accepted", "accepted")
    assert [(entry.title, entry.to_state) for entry in timeline(case)] == [
        ("提交改造前内容", "待县级审核（改造前）"),
        ("退回修改", "退回修改（改造前）"),
        ("重新提交", "待县级审核（改造前）"),
        ("改造前内容审核通过", "改造中"),
        ("确认改造完成、开放改造后填报", "改造后填报中"),
        ("提交改造后内容", "待县级审核（改造后）"),
        ("退回修改", "退回修改（改造后）"),
        ("重新提交", "待县级审核（改造后）"),
        ("审核通过", "已通过"),
    ]
    call_command("verify_audit")


@pytest.mark.row("JS-69")
def test_what_belongs_after_the_transformation_opens_with_its_acceptance_and_not_before(world: World, act: Act) -> None:
    submission = world.submitted()
    draft = Draft.objects.get(pk=submission.draft_id)
    assert draft.open_stages == ["before"]
    case = act(_case(submission), "pass_before", world.reviewer)
    draft.refresh_from_db()
    assert (case.state, draft.status, draft.open_stages) == ("transforming", "submitted", ["before"])
    assert _titles(case, world.reviewer) == ["退回修改", "确认改造完成、开放改造后填报"]
    case = act(case, "open_after", world.reviewer)
    draft.refresh_from_db()
    assert (case.state, draft.status, draft.open_stages) == ("after_filling", "continued", None)
    _continued(world, submission)
    level = submission.rounds.latest("number").answers[EFFECTS.id]["f-level"]
    assert level == {"after": "二级"}, "what was handed in before stays as it was"


def test_the_city_may_confirm_the_transformation_and_nothing_else(world: World, act: Act) -> None:
    city = make_user("city@example.com")
    make_member(city, make_organisation(world.firm.region.parent, kind="bureau"), "city_reviewer")
    case = _case(world.submitted())
    assert _titles(case, city) == []
    case = act(case, "pass_before", world.reviewer)
    assert _titles(case, city) == ["确认改造完成、开放改造后填报"]
    assert act(case, "open_after", city).state == "after_filling"


def test_a_mistake_that_is_found_during_the_transformation_goes_back_to_the_review(world: World, act: Act) -> None:
    submission = world.submitted()
    case = act(_case(submission), "pass_before", world.reviewer)
    remark_add(submission_id=submission.pk, field_id="f-staff", text="人数有误", actor=world.reviewer)
    assert act(case, "return", world.reviewer).state == "returned"
    assert _corrected(world, submission).state == "county_review"
    assert Draft.objects.get(pk=submission.draft_id).open_stages == ["before"]


def test_a_sheet_that_was_begun_before_there_were_stages_is_continued_alike(world: World, act: Act) -> None:
    submission = world.submitted()
    Draft.objects.filter(pk=submission.draft_id).update(open_stages=None)
    _opened(world, act, submission)
    draft = Draft.objects.get(pk=submission.draft_id)
    assert "f-level:after" in (draft.unlocked or ())
    assert not {"f-level", "f-level:before", "f-staff"} & set(draft.unlocked or ())
    assert _continued(world, submission).state == "after_review"


def test_a_sheet_waits_for_the_county_only_while_there_is_something_to_review(world: World, act: Act) -> None:
    submission = world.submitted()
    case = _case(submission)
    assert waiting_count(world.reviewer) == 1
    case = act(case, "pass_before", world.reviewer)
    assert waiting_count(world.reviewer) == 0
    act(case, "open_after", world.reviewer)
    assert waiting_count(world.reviewer) == 0
    _continued(world, submission)
    assert waiting_count(world.reviewer) == 1


def test_the_applicant_sees_the_way_and_what_comes_next(world: World, act: Act, client: Client) -> None:
    client.force_login(world.filler)
    submission = world.submitted()
    way = ["填报中", "改造前审核中", "改造中", "改造后填报中", "改造后审核中", "已通过"]
    case = act(_case(submission), "pass_before", world.reviewer)
    assert [step.title for step in progress(case)] == way
    shown = dossier(case, world.filler, "applicant")
    assert (shown.kind, "现在无需填报" in shown.next) == ("work", True)
    pages = [client.get(url).content.decode() for url in ("/my/cases/", f"/my/cases/{case.number}/")]
    assert "现在无需填报" in pages[1]
    for word in ("查看修改要求", "修改并重新提交", "填写已开放的内容"):
        assert word not in "".join(pages), word
    case = _case(act(case, "open_after", world.reviewer).submission)
    shown = dossier(case, world.filler, "applicant")
    assert (shown.kind, "请填写改造后内容" in shown.next) == ("pause", True)
    assert [step.title for step in progress(case) if step.current] == ["改造后填报中"]
    pages = [client.get(url).content.decode() for url in ("/my/cases/", f"/my/cases/{case.number}/")]
    assert ("查看待填内容" in pages[0], "填写已开放的内容" in pages[1], "退回" in pages[1]) == (True, True, False)


def test_a_case_that_is_returned_cannot_be_moved_by_hand(world: World, act: Act) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="请核对", actor=world.reviewer)
    case = act(_case(submission), "return", world.reviewer)
    for actor in (world.filler, world.reviewer):
        with pytest.raises(TransitionNotAllowed):
            act(case, "resubmit", actor)


def test_what_the_forms_room_refuses_leaves_the_case_where_it_was(world: World, act: Act) -> None:
    submission = world.submitted()
    case = act(_case(submission), "pass_before", world.reviewer)
    Submission.objects.filter(pk=submission.pk).update(status="returned")
    with pytest.raises(EffectRefused):
        act(case, "open_after", world.reviewer)
    case.refresh_from_db()
    assert (case.state, case.revision) == ("transforming", 2)


def test_a_section_that_the_county_fills_in_is_on_the_record_of_the_case(world: World, act: Act) -> None:
    submission = world.submitted()
    assert sections_open_to(_case(submission), world.reviewer) == frozenset()
    _opened(world, act, submission)
    case = _continued(world, submission)
    assert sections_open_to(case, world.reviewer) == {"evaluation"}
    assert sections_open_to(case, world.filler) == frozenset()
    answers = {"f-done": "是", "f-passed": "是", "f-sample": "否"}
    saved = office_section_save(
        submission_id=submission.pk, section_id="s-office", post=typed(answers), actor=world.reviewer, key="office-1"
    )
    assert saved.result.ok
    case.refresh_from_db()
    assert (case.state, case.revision) == ("after_review", 5)
    last = timeline(case)[-1]
    assert (last.title, last.actor, last.round) == ("填写县级评价", world.reviewer.get_full_name(), 3)


def test_everybody_concerned_is_told_on_the_site_and_by_mail_and_nobody_else(world: World) -> None:
    case = _case(world.submitted())
    deliver_due()
    told = {notification.user.email: notification for notification in Notification.objects.select_related("user")}
    assert set(told) == {"reviewer@example.com", "colleague@example.com"}
    assert told["reviewer@example.com"].title == f"新的改造信息表待审核：{case.title}"
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == set(told)
    assert letters["colleague@example.com"].subject == f"改造信息表已提交：{case.number}"
    assert "当前状态：改造前审核中" in letters["colleague@example.com"].body
    assert "https://pilot.example.com/" in letters["colleague@example.com"].body


def test_a_message_that_is_delivered_twice_is_shown_once(world: World) -> None:
    world.submitted()
    deliver_due()
    before = Notification.objects.count()
    OutboxMessage.objects.update(sent_at=None)
    deliver_due()
    assert Notification.objects.count() == before
