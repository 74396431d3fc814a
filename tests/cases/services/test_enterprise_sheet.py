"""The shipped case type of the enterprise sheet, from the first submission to the acceptance, with real forms."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core import mail
from django.core.management import call_command

from cases.errors import EffectRefused, RequirementMissing, TransitionNotAllowed
from cases.facade import available_actions, case_type_faults, case_type_load, perform, sections_open_to, timeline
from cases.models import Case
from cms.accounts.models import Notification, Role, User
from cms.core.models import OutboxMessage
from cms.core.outbox import deliver_due
from forms_app.facade import office_section_save, remark_add
from forms_app.models import Draft, Submission
from forms_app.services.draft_submit import draft_submit
from tests.forms_app.world import BASICS, BASICS_INPUT, OFFICE, SPEC, World, make_world, typed

FILE = Path("cms/programmes/data/jiangsu/case_types/enterprise-sheet.yaml")


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """Give an enterprise, the offices around it, and a form whose submissions become cases of the shipped type."""
    settings.WAGTAILADMIN_BASE_URL = "https://pilot.example.com"
    case_type_load(yaml.safe_load((settings.BASE_DIR / FILE).read_text()), publish=True)
    office = replace(OFFICE, key="evaluation")
    sinks = ({"sink": "case", "params": {"case_type": "enterprise-sheet"}},)
    return make_world(replace(SPEC, sections=(*SPEC.sections[:2], office), sinks=sinks))


@pytest.fixture
def act() -> Callable[..., Case]:
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


def _corrected(world: World, submission: Submission) -> Case:
    world.save(submission.draft, BASICS, {**BASICS_INPUT, "f-staff": "121"})
    return _case(draft_submit(draft_id=submission.draft_id, key="round-2", actor=world.filler))


def test_the_shipped_case_type_has_no_fault_and_names_roles_that_exist(world: World, settings: Any) -> None:
    document = yaml.safe_load((settings.BASE_DIR / FILE).read_text())
    assert case_type_faults(document, roles=set(Role.objects.values_list("key", flat=True))) == []


def test_a_submission_stands_under_review_with_the_county(world: World) -> None:
    case = _case(world.submitted())
    assert (case.state, case.revision, case.applicant) == ("county_review", 1, world.firm)
    assert case.number.startswith("XXB-")


def test_the_county_may_return_or_accept_and_nobody_else_may_do_anything(world: World) -> None:
    case = _case(world.submitted())
    assert _titles(case, world.reviewer) == ["退回修改", "审核通过"]
    assert [_titles(case, user) for user in (world.filler, world.other_reviewer, world.stranger)] == [[], [], []]


def test_a_return_without_a_remark_is_refused(world: World, act: Callable[..., Case]) -> None:
    case = _case(world.submitted())
    with pytest.raises(RequirementMissing) as caught:
        act(case, "return", world.reviewer)
    assert caught.value.requirement == "remarks_required"
    assert caught.value.message == "请先在填报项上至少添加一条审核意见。"


def test_a_return_sends_the_remarks_and_unlocks_only_what_they_name(world: World, act: Callable[..., Case]) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="人数与报表不符", actor=world.reviewer)
    case = act(_case(submission), "return", world.reviewer)
    draft = Draft.objects.get(pk=submission.draft_id)
    assert (case.state, draft.status, draft.unlocked) == ("returned", "returned", ["f-staff"])


def test_the_sheet_goes_from_submission_over_a_correction_to_acceptance(world: World, act: Callable[..., Case]) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="人数与报表不符", actor=world.reviewer)
    act(_case(submission), "return", world.reviewer, comment="请核对")
    case = act(_corrected(world, submission), "accept", world.reviewer)
    submission.refresh_from_db()
    assert (case.state, submission.status) == ("accepted", "accepted")
    assert [(entry.title, entry.to_state) for entry in timeline(case)] == [
        ("提交", "待县级审核"),
        ("退回修改", "退回修改"),
        ("重新提交", "待县级审核"),
        ("审核通过", "已通过"),
    ]
    call_command("verify_audit")


def test_a_case_that_is_returned_cannot_be_moved_by_hand(world: World, act: Callable[..., Case]) -> None:
    submission = world.submitted()
    remark_add(submission_id=submission.pk, field_id="f-staff", text="请核对", actor=world.reviewer)
    case = act(_case(submission), "return", world.reviewer)
    for actor in (world.filler, world.reviewer):
        with pytest.raises(TransitionNotAllowed):
            act(case, "resubmit", actor)


def test_what_the_forms_room_refuses_leaves_the_case_where_it_was(world: World, act: Callable[..., Case]) -> None:
    submission = world.submitted()
    Submission.objects.filter(pk=submission.pk).update(status="accepted")
    case = _case(submission)
    with pytest.raises(EffectRefused):
        act(case, "accept", world.reviewer)
    case.refresh_from_db()
    assert (case.state, case.revision) == ("county_review", 1)


def test_a_section_that_the_county_fills_in_is_on_the_record_of_the_case(world: World) -> None:
    submission = world.submitted()
    case = _case(submission)
    assert sections_open_to(case, world.reviewer) == {"evaluation"}
    assert sections_open_to(case, world.filler) == frozenset()
    answers = {"f-done": "是", "f-passed": "是", "f-sample": "否"}
    saved = office_section_save(
        submission_id=submission.pk, section_id="s-office", post=typed(answers), actor=world.reviewer, key="office-1"
    )
    assert saved.result.ok
    case.refresh_from_db()
    assert (case.state, case.revision) == ("county_review", 2)
    last = timeline(case)[-1]
    assert (last.title, last.actor, last.round) == ("填写县级评价", world.reviewer.get_full_name(), 2)


def test_everybody_concerned_is_told_on_the_site_and_by_mail_and_nobody_else(world: World) -> None:
    case = _case(world.submitted())
    deliver_due()
    told = {notification.user.email: notification for notification in Notification.objects.select_related("user")}
    assert set(told) == {"reviewer@example.com", "colleague@example.com"}
    assert told["reviewer@example.com"].title == f"新的改造信息表待审核：{case.title}"
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == set(told)
    assert letters["colleague@example.com"].subject == f"改造信息表已提交：{case.number}"
    assert "当前状态：审核中" in letters["colleague@example.com"].body
    assert "https://pilot.example.com/" in letters["colleague@example.com"].body


def test_a_message_that_is_delivered_twice_is_shown_once(world: World) -> None:
    world.submitted()
    deliver_due()
    before = Notification.objects.count()
    OutboxMessage.objects.update(sent_at=None)
    deliver_due()
    assert Notification.objects.count() == before
