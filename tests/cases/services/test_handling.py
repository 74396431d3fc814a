"""Claim, release, hand over, copy, recall and urge: each once, each on the record."""

import copy
import datetime as dt
from typing import Any

import pytest

from cases.errors import (
    CaseNotFound,
    NotPermitted,
    PersonUnfit,
    RecallTooLate,
    RequirementMissing,
    TaskTaken,
    UrgedAlready,
)
from cases.facade import case_type_load
from cases.models import Case, CaseEvent
from cases.selectors.definitions import latest_version
from cases.selectors.desk import waiting_for
from cases.selectors.inbox import in_box, unread_copies
from cases.selectors.timeline import timeline
from cases.services.handling import claim, mark_read, release, send_copy, transfer
from cases.services.perform import perform
from cases.services.recall import recall
from cases.services.urge import urge
from cms.accounts.models import Membership, Role, User
from cms.core.models import OutboxMessage
from tests.cases.world import TWO_STEPS, World


@pytest.fixture
def colleague(world: World) -> User:
    """Give a second reviewer of the county."""
    user = User.objects.create_user("colleague@example.com", full_name="钱审")
    role = Role.objects.get(key="county_reviewer")
    Membership.objects.create(user=user, organisation=world.bureau, role=role, valid_from=dt.date(2026, 1, 1))
    return user


def _arguments(case: Case, actor: User) -> dict[str, Any]:
    case.refresh_from_db()
    return {
        "case_id": case.pk,
        "actor": actor,
        "expected_revision": case.revision,
        "idempotency_key": f"{case.pk}-{actor.pk}-{case.revision}",
    }


def _waits_for(user: User) -> set[str]:
    visible = Case.objects.visible_to(user)
    return set(waiting_for(visible, user).values_list("number", flat=True))


def _mails(topic: str = "mail") -> list[str]:
    return [message.payload["to"] for message in OutboxMessage.objects.filter(topic=topic).order_by("pk")]


def test_what_one_has_claimed_waits_for_nobody_else(world: World, colleague: User) -> None:
    case = world.case()
    assert _waits_for(world.reviewer) == _waits_for(colleague) == {case.number}
    claim(**_arguments(case, world.reviewer))
    assert (_waits_for(world.reviewer), _waits_for(colleague)) == ({case.number}, set())
    with pytest.raises(TaskTaken) as caught:
        claim(**_arguments(case, colleague))
    assert "李审" in caught.value.message


def test_what_is_released_waits_for_everybody_again(world: World, colleague: User) -> None:
    case = world.case()
    claim(**_arguments(case, world.reviewer))
    with pytest.raises(NotPermitted):
        release(**_arguments(case, colleague))
    release(**_arguments(case, world.reviewer))
    assert _waits_for(colleague) == {case.number}
    assert [event.transition for event in CaseEvent.objects.filter(case=case)] == ["$claim", "$release"]


def test_nobody_claims_what_they_may_not_handle(world: World) -> None:
    case = world.case()
    for actor, refusal in ((world.applicant, NotPermitted), (world.city_reviewer, NotPermitted)):
        with pytest.raises(refusal):
            claim(**_arguments(case, actor))
    with pytest.raises(CaseNotFound):
        claim(**_arguments(case, world.other_reviewer))


def test_work_is_handed_over_with_a_reason_and_the_colleague_is_told(world: World, colleague: User) -> None:
    case = world.case()
    claim(**_arguments(case, world.reviewer))
    with pytest.raises(RequirementMissing):
        transfer(**_arguments(case, world.reviewer), to=colleague, reason=" ")
    transfer(**_arguments(case, world.reviewer), to=colleague, reason="本人出差")
    assert (_waits_for(world.reviewer), _waits_for(colleague)) == (set(), {case.number})
    assert _mails() == [colleague.email]
    assert CaseEvent.objects.filter(case=case).last().payload["facts"]["to_name"] == "钱审"


def test_work_is_handed_over_only_to_those_who_may_do_it_and_only_by_who_has_it(world: World, colleague: User) -> None:
    case = world.case()
    for unfit in (world.other_reviewer, world.applicant, world.reviewer):
        with pytest.raises(PersonUnfit):
            transfer(**_arguments(case, world.reviewer), to=unfit, reason="出差")
    claim(**_arguments(case, colleague))
    with pytest.raises(TaskTaken):
        transfer(**_arguments(case, world.reviewer), to=world.reviewer, reason="出差")


def test_a_copy_lets_a_colleague_elsewhere_read_the_case_and_waits_to_be_read(world: World) -> None:
    case, reader = world.case(), world.other_reviewer
    send_copy(**_arguments(case, world.reviewer), to=[reader], note="供参考")
    visible = Case.objects.visible_to(world.fresh(reader))
    assert set(in_box(visible, reader, "copies")) == {case}
    assert (unread_copies(reader), _waits_for(reader)) == (1, set())
    mark_read(case=case, user=reader)
    assert (unread_copies(reader), set(in_box(visible, reader, "copies"))) == (0, {case})


def test_copies_go_to_people_of_offices_only(world: World) -> None:
    case = world.case()
    for to in ([world.other_applicant], [world.stranger], []):
        with pytest.raises(PersonUnfit):
            send_copy(**_arguments(case, world.reviewer), to=to, note="")
    assert not CaseEvent.objects.filter(case=case).exists()


def test_what_one_has_handled_stays_in_ones_box(world: World, colleague: User) -> None:
    case, other = world.case(), world.case()
    world.walk(case, "accept")
    visible = Case.objects.visible_to(world.reviewer)
    assert set(in_box(visible, world.reviewer, "done")) == {case}
    assert set(in_box(visible, world.reviewer, "todo")) == {other}
    assert set(in_box(Case.objects.visible_to(colleague), colleague, "done")) == set()


def _recallable_case(world: World) -> Case:
    document = copy.deepcopy(TWO_STEPS)
    document.update(key="recallable")
    document["transitions"][3].update(recall=True)
    case_type_load(document, publish=True)
    case = world.case()
    case.version = latest_version("recallable")
    case.save()
    return case


def _accept(case: Case, actor: User) -> None:
    perform(transition="accept", **_arguments(case, actor))


def test_a_step_is_taken_back_before_anybody_else_acts(world: World) -> None:
    case = _recallable_case(world)
    _accept(case, world.reviewer)
    recall(**_arguments(case, world.reviewer), reason="点错了")
    case.refresh_from_db()
    assert (case.state, case.revision, case.closed_at) == ("review", 2, None)
    assert _waits_for(world.reviewer) == {case.number}
    last = CaseEvent.objects.filter(case=case).last()
    assert (last.transition, last.from_state, last.to_state) == ("$recall", "accepted", "review")


def test_a_step_is_not_taken_back_by_others_twice_or_against_its_kind(world: World, colleague: User) -> None:
    case = _recallable_case(world)
    with pytest.raises(RecallTooLate):
        recall(**_arguments(case, world.reviewer), reason="")
    _accept(case, world.reviewer)
    with pytest.raises(RecallTooLate):
        recall(**_arguments(case, colleague), reason="")
    recall(**_arguments(case, world.reviewer), reason="")
    with pytest.raises(RecallTooLate):
        recall(**_arguments(case, world.reviewer), reason="")
    plain = world.case()
    _accept(plain, world.reviewer)
    with pytest.raises(RecallTooLate):
        recall(**_arguments(plain, world.reviewer), reason="")


def test_who_is_urged_is_who_has_the_case_in_hand(world: World, colleague: User) -> None:
    case = world.case()
    arguments = _arguments(case, world.applicant)
    del arguments["expected_revision"]
    urge(**arguments, note="请尽快")
    assert set(_mails()) == {world.reviewer.email, colleague.email}
    claim(**_arguments(case, colleague))
    OutboxMessage.objects.all().delete()
    again = {**_arguments(case, world.city_reviewer), "note": ""}
    del again["expected_revision"]
    urge(**again)
    assert _mails() == [colleague.email]


def test_one_person_urges_once_a_day(world: World) -> None:
    case = world.case()
    arguments = {**_arguments(case, world.applicant), "note": ""}
    del arguments["expected_revision"]
    urge(**arguments)
    with pytest.raises(UrgedAlready):
        urge(**{**arguments, "idempotency_key": "again"})


def test_in_a_pause_the_applicant_is_urged_and_nobody_urges_themselves(world: World) -> None:
    case = world.case(state="returned")
    arguments = {**_arguments(case, world.reviewer), "note": ""}
    del arguments["expected_revision"]
    urge(**arguments)
    assert _mails() == [world.applicant.email]
    with pytest.raises(NotPermitted):
        urge(**{**arguments, "actor": world.applicant, "idempotency_key": "own"})


def test_the_timeline_tells_these_steps_in_words(world: World, colleague: User) -> None:
    case = world.case()
    claim(**_arguments(case, world.reviewer))
    transfer(**_arguments(case, world.reviewer), to=colleague, reason="出差")
    assert [(entry.title, entry.comment) for entry in timeline(case)] == [("领取", ""), ("转办：钱审", "出差")]
    assert timeline(case, "applicant") == []
