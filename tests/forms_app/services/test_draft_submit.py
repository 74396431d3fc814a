"""Handing in: once, complete, delivered."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cms.core.audit import sha256_of
from forms_app.errors import DraftIncomplete, DraftNotEditable, KeyTaken, NotPermitted, SinkUnknown
from forms_app.models import AnswerIndex, Submission, SubmissionRound
from forms_app.services import sinks
from forms_app.services.draft_submit import draft_submit
from forms_app.services.sinks import Delivery, register_sink
from tests.forms_app.world import BASICS, SPEC, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliveries() -> Iterator[list[Delivery]]:
    received: list[Delivery] = []
    register_sink("listener", received.append)
    yield received
    sinks._handlers.pop("listener")


def test_a_complete_draft_becomes_a_submission_with_a_reference_and_a_hash(world: World) -> None:
    submission = world.submitted()

    assert submission.reference.startswith("XX-")
    assert submission.reference.endswith("-000001")
    handed_in = submission.rounds.get()
    assert handed_in.sha256 == sha256_of(handed_in.answers)
    assert handed_in.answers["s-basics"]["f-money"] == "65005000.00"
    submission.draft.refresh_from_db()
    assert submission.draft.status == "submitted"


def test_the_same_key_gives_the_same_submission(world: World) -> None:
    draft = world.complete()
    first = draft_submit(draft_id=draft.pk, key="once", actor=world.filler)
    second = draft_submit(draft_id=draft.pk, key="once", actor=world.filler)

    assert first.pk == second.pk
    assert SubmissionRound.objects.count() == 1


def test_another_key_for_a_draft_that_is_handed_in_gives_the_same_submission(world: World) -> None:
    draft = world.complete()
    first = draft_submit(draft_id=draft.pk, key="once", actor=world.filler)

    assert draft_submit(draft_id=draft.pk, key="twice", actor=world.colleague).pk == first.pk
    assert SubmissionRound.objects.count() == 1


def test_a_key_of_another_draft_is_refused(world: World) -> None:
    draft_submit(draft_id=world.complete().pk, key="mine", actor=world.filler)
    with pytest.raises(KeyTaken):
        draft_submit(draft_id=world.complete().pk, key="mine", actor=world.filler)


def test_an_incomplete_draft_is_refused_with_what_is_missing(world: World) -> None:
    draft = world.start()
    with pytest.raises(DraftIncomplete) as refusal:
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)

    assert [fault.path for fault in refusal.value.faults["s-basics"]] == ["f-profile"]
    assert not Submission.objects.exists()


def test_rejected_input_keeps_a_draft_from_being_handed_in(world: World) -> None:
    draft = world.complete()
    world.save(draft, BASICS, {"f-name": "甲", "f-profile": "乙", "f-money": "很多"})
    with pytest.raises(DraftIncomplete) as refusal:
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)

    assert [fault.path for fault in refusal.value.faults["s-basics"]] == ["f-money"]


def test_a_stranger_cannot_hand_in(world: World) -> None:
    with pytest.raises(NotPermitted):
        draft_submit(draft_id=world.complete().pk, key="k", actor=world.stranger)


def test_a_draft_under_review_cannot_be_written(world: World) -> None:
    submission = world.submitted()
    with pytest.raises(DraftNotEditable):
        world.save(submission.draft, BASICS, {"f-name": "另一家"})


def test_the_sinks_that_the_version_names_are_called_once(deliveries: list[Delivery]) -> None:
    world = make_world(replace(SPEC, sinks=({"sink": "listener", "params": {"case_type": "sheet"}},)))
    draft = world.complete()
    submission = draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    draft_submit(draft_id=draft.pk, key="k", actor=world.filler)

    assert len(deliveries) == 1
    assert deliveries[0].submission_id == submission.pk
    assert deliveries[0].params == {"case_type": "sheet"}
    assert deliveries[0].region_id == world.firm.region_id


def test_an_unknown_sink_refuses_the_submission_as_a_whole() -> None:
    world = make_world(replace(SPEC, sinks=({"sink": "nobody"},)))
    with pytest.raises(SinkUnknown):
        draft_submit(draft_id=world.complete().pk, key="k", actor=world.filler)

    assert not Submission.objects.exists()


def test_indexed_answers_can_be_found(world: World) -> None:
    world.submitted()

    assert AnswerIndex.objects.get(field_key="money").number == 65_005_000
