"""One transition: who, when, what is written, what is refused."""

from typing import Any

import pytest

from cases.errors import (
    CaseNotFound,
    KeyReused,
    NotPermitted,
    RequirementMissing,
    StaleRevision,
    TransitionNotAllowed,
)
from cases.facade import case_type_load
from cases.models import Case, CaseEvent
from cases.services.perform import PerformResult, perform
from cms.accounts.models import Membership, User
from cms.core.models import OutboxMessage
from tests.cases.world import TWO_STEPS, World


def _perform(case: Case, transition: str, actor: User | None, **changes: Any) -> PerformResult:
    arguments: dict[str, Any] = {
        "case_id": case.pk,
        "transition": transition,
        "expected_revision": case.revision,
        "idempotency_key": f"{transition}-{case.revision}",
        "actor": actor,
        "payload": {"comment": "意见"},
    }
    return perform(**{**arguments, **changes})


def test_a_transition_moves_the_case_and_appends_one_event(world: World) -> None:
    case = world.case()
    result = _perform(case, "accept", world.reviewer)
    case.refresh_from_db()
    event = CaseEvent.objects.get(case=case)
    assert (result.state, result.revision, result.seq, result.replayed) == ("accepted", 1, 1, False)
    assert (case.state, case.revision, case.head_hash) == ("accepted", 1, event.hash)
    assert (event.from_state, event.to_state, event.actor, event.actor_name) == (
        "review",
        "accepted",
        world.reviewer,
        "李审",
    )


def test_the_event_names_the_organisation_for_which_the_actor_acted(world: World) -> None:
    case = world.case()
    _perform(case, "accept", world.reviewer)
    assert CaseEvent.objects.get(case=case).acting_for == world.bureau


def test_the_same_key_replays_the_stored_result_and_writes_nothing(world: World) -> None:
    case = world.case()
    first = _perform(case, "return", world.reviewer)
    again = _perform(case, "return", world.reviewer)
    assert again == PerformResult(first.event_id, first.seq, first.state, first.revision, replayed=True)
    assert CaseEvent.objects.count() == 1


def test_a_key_of_another_action_or_person_is_refused(world: World) -> None:
    case = world.case()
    _perform(case, "return", world.reviewer, idempotency_key="k")
    with pytest.raises(KeyReused):
        _perform(case, "accept", world.reviewer, idempotency_key="k")
    with pytest.raises(KeyReused):
        _perform(case, "return", world.superuser, idempotency_key="k")


def test_a_stale_revision_is_refused_and_tells_where_the_case_stands(world: World) -> None:
    case = world.case()
    _perform(case, "return", world.reviewer)
    with pytest.raises(StaleRevision) as caught:
        _perform(case, "accept", world.reviewer)
    assert (caught.value.state, caught.value.revision, caught.value.status) == ("returned", 1, 409)


def test_a_transition_of_another_state_is_refused(world: World) -> None:
    with pytest.raises(TransitionNotAllowed):
        _perform(world.case(state="accepted"), "accept", world.reviewer)


def test_who_sees_the_case_but_holds_no_such_role_may_not_act(world: World) -> None:
    case = world.case()
    for actor in (world.applicant, world.city_reviewer, world.superuser):
        with pytest.raises(NotPermitted):
            _perform(case, "accept", actor)
    assert CaseEvent.objects.count() == 0


def test_for_the_reviewer_and_the_enterprise_of_another_county_the_case_does_not_exist(world: World) -> None:
    case = world.case()
    for actor in (world.other_reviewer, world.other_applicant, world.stranger):
        with pytest.raises(CaseNotFound):
            _perform(case, "accept", actor, expected_revision=99)


def test_a_membership_that_has_ended_permits_nothing(world: World) -> None:
    case = world.case()
    Membership.objects.filter(user=world.reviewer).update(valid_until="2026-01-02")
    with pytest.raises(CaseNotFound):
        _perform(case, "accept", world.fresh(world.reviewer))


def test_only_the_system_takes_the_steps_of_the_system(world: World) -> None:
    case = world.case(state="returned")
    with pytest.raises(NotPermitted):
        _perform(case, "expire", world.applicant)
    with pytest.raises(NotPermitted):
        _perform(world.case(), "accept", None)
    assert _perform(case, "expire", None).state == "accepted"


def test_nobody_has_a_button_for_the_step_of_a_form(world: World) -> None:
    case = world.case(state="returned")
    with pytest.raises(TransitionNotAllowed):
        _perform(case, "resubmit", world.applicant)
    assert CaseEvent.objects.count() == 0


def test_what_goes_on_record_as_a_fact_does_not_come_from_a_person(world: World) -> None:
    case = world.case()
    _perform(case, "accept", world.reviewer, payload={"comment": "同意", "facts": {"round": 9}, "more": 1})
    assert CaseEvent.objects.get(case=case).payload == {"comment": "同意"}


def test_a_required_comment_may_not_be_blank(world: World) -> None:
    with pytest.raises(RequirementMissing) as caught:
        _perform(world.case(), "return", world.reviewer, payload={"comment": "  "})
    assert caught.value.requirement == "comment_required"


def test_a_comment_that_is_too_long_is_refused(world: World) -> None:
    with pytest.raises(RequirementMissing):
        _perform(world.case(), "accept", world.reviewer, payload={"comment": "长" * 2001})


def test_a_refused_transition_leaves_no_trace(world: World) -> None:
    case = world.case()
    with pytest.raises(RequirementMissing):
        _perform(case, "return", world.reviewer, payload={})
    case.refresh_from_db()
    assert (case.revision, case.state, case.head_hash) == (0, "review", "")
    assert not CaseEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_case_keeps_the_version_in_which_it_was_opened(world: World) -> None:
    case = world.case()

    shorter = {**TWO_STEPS, "transitions": [t for t in TWO_STEPS["transitions"] if t["key"] != "expire"]}
    assert case_type_load(shorter, publish=True).number == 2
    _perform(case, "return", world.reviewer)
    case.refresh_from_db()
    assert _perform(case, "expire", None).state == "accepted"
    with pytest.raises(TransitionNotAllowed):
        _perform(world.case(state="returned"), "expire", None)


def test_events_chain_from_step_to_step(world: World) -> None:
    case = world.walk(world.case(), "return", "resubmit", "accept")
    events = list(CaseEvent.objects.filter(case=case).order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.prev_hash for event in events] == ["0" * 64, events[0].hash, events[1].hash]
    assert case.head_hash == events[2].hash


def test_a_transition_costs_a_fixed_number_of_queries(world: World, django_assert_num_queries: Any) -> None:
    warm, case = world.case(), world.case()
    _perform(warm, "accept", world.reviewer)
    # savepoint, region ids, the locked case, the key, the event, the case, tasks that end, the notice that a closed
    # objection held open, release
    with django_assert_num_queries(9):
        _perform(case, "accept", world.reviewer)
