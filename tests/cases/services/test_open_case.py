"""A form that is handed in opens a case, and its corrections move it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.services.open_case import CaseRefused, open_case, receive
from forms_app.facade import Delivery, registered_sinks
from forms_app.models import Draft, FormDefinition, FormVersion, Submission
from tests.cases.world import World

Handing = Callable[..., Delivery]


@pytest.fixture
def hand_in(world: World) -> Handing:
    """Make submissions of the enterprise of the world, and the deliveries of their rounds."""
    definition = FormDefinition.objects.create(title="信息表", code="sheet")
    version = FormVersion.objects.create(definition=definition, number=1, content={"title": "信息表"}, sha256="0")
    submissions: dict[str, Submission] = {}

    def make(reference: str = "TJ-1", round: int = 1, kind: str = "applicant", **changes: Any) -> Delivery:
        if reference not in submissions:
            draft = Draft.objects.create(version=version, organisation=world.enterprise, created_by=world.applicant)
            submissions[reference] = Submission.objects.create(
                reference=reference,
                draft=draft,
                version=version,
                organisation=world.enterprise,
                submitted_at=timezone.now(),
            )
        facts: dict[str, Any] = {
            "submission_id": submissions[reference].pk,
            "reference": reference,
            "round": round,
            "kind": kind,
            "version_id": version.pk,
            "organisation_id": world.enterprise.pk,
            "region_id": world.enterprise.region_id,
            "actor_id": world.applicant.pk,
            "key": f"{reference}-{round}",
            "title": "改造信息表",
            "params": {"case_type": "two-steps"},
        }
        return Delivery(**{**facts, **changes})

    return make


def test_the_first_round_opens_a_case_that_stands_under_review(world: World, hand_in: Handing) -> None:
    case = open_case(hand_in())
    assert (case.state, case.revision, case.applicant, case.region) == ("review", 1, world.enterprise, world.county)
    assert case.title == "甲县机械厂：改造信息表"
    event = CaseEvent.objects.get(case=case)
    assert (event.transition, event.actor, event.acting_for) == ("submit", world.applicant, world.enterprise)
    assert event.payload == {"facts": {"reference": "TJ-1", "round": 1}}


def test_cases_are_numbered_by_type_and_year_without_gaps(world: World, hand_in: Handing) -> None:
    year = timezone.localdate().year
    numbers = [open_case(hand_in(f"TJ-{n}")).number for n in (1, 2, 3)]
    assert numbers == [f"LB-{year}-{n:06d}" for n in (1, 2, 3)]


def test_a_round_that_is_delivered_twice_moves_the_case_once(world: World, hand_in: Handing) -> None:
    first, again = open_case(hand_in()), open_case(hand_in())
    assert first == again
    assert (again.revision, Case.objects.count(), CaseEvent.objects.count()) == (1, 1, 1)


def test_a_corrected_round_moves_the_returned_case_back_under_review(world: World, hand_in: Handing) -> None:
    case = open_case(hand_in())
    world.walk(case, "return")
    case = open_case(hand_in(round=2))
    assert (case.state, case.revision) == ("review", 3)
    assert list(case.events.values_list("transition", flat=True)) == ["submit", "return", "resubmit"]


def test_a_round_that_the_case_does_not_expect_is_refused_and_changes_nothing(world: World, hand_in: Handing) -> None:
    case = open_case(hand_in())
    with pytest.raises(CaseRefused) as caught:
        receive(hand_in(round=2))
    assert caught.value.code == "transition_not_allowed"
    assert caught.value.message == "事项当前状态下不能进行此操作。"
    case.refresh_from_db()
    assert case.revision == 1


def test_an_unknown_case_type_is_refused_in_words(world: World, hand_in: Handing) -> None:
    with pytest.raises(CaseRefused) as caught:
        receive(hand_in(params={"case_type": "nowhere"}))
    assert caught.value.message == "该事项类型尚未发布。"
    assert not Case.objects.exists()


def test_who_acts_for_no_organisation_opens_no_case(world: World, hand_in: Handing) -> None:
    with pytest.raises(CaseRefused):
        receive(hand_in(actor_id=world.stranger.pk))


def test_a_section_filled_by_an_office_moves_nothing_when_the_case_type_names_no_step_for_it(
    world: World, hand_in: Handing
) -> None:
    case = open_case(hand_in())
    assert open_case(hand_in(round=2, kind="office", actor_id=world.reviewer.pk)).revision == case.revision


def test_the_room_is_registered_as_a_receiver_of_forms() -> None:
    assert "case" in registered_sinks()
