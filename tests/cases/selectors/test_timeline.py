"""The same history in two voices: the office's and the applicant's."""

from typing import Any

from django.utils import timezone

from cases.facade import timeline
from cases.models import Case, CaseEvent
from cases.selectors.audit import findings_by_case
from cases.selectors.chain import record_of
from cases.services.perform import perform
from cms.accounts.models import Delegation, Membership, Role, User
from tests.cases.world import World


def _returned(world: World, **payload: Any) -> Case:
    case = world.walk(world.case(state="filling"), "submit")
    perform(
        case_id=case.pk,
        transition="return",
        expected_revision=case.revision,
        idempotency_key="k",
        actor=world.reviewer,
        payload=payload,
    )
    case.refresh_from_db()
    return case


def test_the_office_reads_its_own_words_and_the_names_of_its_people(world: World) -> None:
    last = timeline(_returned(world, comment="请核对"), "staff")[-1]
    assert (last.title, last.from_state, last.to_state) == ("退回修改", "待县级审核", "退回修改")
    assert (last.actor, last.organisation, last.comment) == ("李审", "甲县工业和信息化局", "请核对")


def test_the_applicant_reads_public_words_and_the_office_but_not_its_people(world: World) -> None:
    first, last = timeline(_returned(world, comment="请核对"), "applicant")
    assert (last.title, last.from_state, last.to_state) == ("退回", "审核中", "请修改")
    assert (last.actor, last.organisation, last.comment) == ("", "甲县工业和信息化局", "请核对")
    assert (first.actor, first.organisation, first.round) == ("张企", "甲县机械厂", 1)


def test_a_comment_for_the_office_is_not_shown_to_the_applicant(world: World) -> None:
    case = _returned(world, comment="材料疑似造假", internal=True)
    assert timeline(case, "staff")[-1].comment == "材料疑似造假"
    assert timeline(case, "staff")[-1].internal
    shown = timeline(case, "applicant")[-1]
    assert (shown.comment, shown.internal) == ("", False)
    assert "造假" not in str(timeline(case, "applicant"))


def test_the_timeline_costs_the_same_queries_however_long_it_is(world: World, django_assert_num_queries: Any) -> None:
    case = world.walk(world.case(state="filling"), "submit", "return", "resubmit", "return")
    with django_assert_num_queries(1):
        assert len(timeline(case)) == 4


def test_whoever_stood_in_is_named_with_the_person_they_stood_in_for(world: World) -> None:
    case = world.walk(world.case(state="filling"), "submit")
    colleague = User.objects.create_user("li@example.com", full_name="张三")
    role = Role.objects.create(key="clerk", name="科员")
    Membership.objects.create(user=colleague, organisation=world.bureau, role=role, valid_from="2026-01-01")
    today = timezone.localdate()
    Delegation.objects.create(
        from_user=world.reviewer, to_user=colleague, organisation=world.bureau, valid_from=today, valid_until=today
    )
    perform(case_id=case.pk, transition="accept", expected_revision=1, idempotency_key="for-li", actor=colleague)
    assert timeline(case)[-1].actor == "张三（代李审）"
    assert timeline(case, "applicant")[-1].actor == "", "the applicant is told the office, not its people"
    assert chain_is_whole(case)
    forged = CaseEvent.objects.get(case=case, seq=2)
    forged.on_behalf_of_id, forged.on_behalf_of_name = None, ""
    assert record_of(forged, forged.version.sha256) != record_of(
        CaseEvent.objects.get(case=case, seq=2), forged.version.sha256
    ), "whom somebody stood in for cannot be struck out unseen"


def chain_is_whole(case: Case) -> bool:
    return list(findings_by_case(case.number)) == [[]]
