"""What a reviewer writes at a place of a submission before returning it."""

import uuid

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.core.text import count_characters
from forms_app.engine.places import common, field_of, open_fields, question_at, steps_of, value_at, write_mask
from forms_app.engine.spec import STAGES, FieldSpec, SectionSpec
from forms_app.errors import NotPermitted, RemarkEmpty, RemarkPlaceUnknown, WrongState
from forms_app.models import Remark, Submission
from forms_app.policies import may_review, party_of
from forms_app.selectors.versions import spec_of

log = structlog.get_logger()

LONGEST = 500


def lock_reviewed(submission_id: uuid.UUID, actor: User) -> Submission:
    """Return the submission with its row locked, if the actor may review it and it is under review."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("version", "organisation", "draft")
        .get(pk=submission_id)
    )
    if not may_review(actor, submission.organisation.region_id):
        raise NotPermitted
    if submission.status != Submission.Status.SUBMITTED:
        raise WrongState
    return submission


@transaction.atomic
def remark_add(
    *,
    submission_id: uuid.UUID,
    field_id: str,
    text: str,
    actor: User,
    place: str = "",
    part: str = "",
) -> Remark:
    """Write a remark at a field of the last round, or at a place in it.

    `place` is the way there from the field (forms_app.engine.places): a row, a file, a cell, however deep. `part`
    narrows it to a part, such as a column of the row. RemarkPlaceUnknown if there is no such place to write at.
    """
    submission = lock_reviewed(submission_id, actor)
    words = text.strip()
    if not words or count_characters(words) > LONGEST:
        raise RemarkEmpty
    anchor = common(f"{field_id}{place}", f"{field_id}{part}")
    if anchor is None:
        raise RemarkPlaceUnknown
    section, field = _question(submission, anchor)
    if not _is_there(submission, section, anchor):
        raise RemarkPlaceUnknown
    return Remark.objects.create(
        submission=submission,
        round=submission.round,
        section_id=section.id,
        field_id=field.id,
        place=anchor.removeprefix(field.id),
        text=words,
        author=actor,
    )


@transaction.atomic
def remark_remove(*, remark_id: int, actor: User) -> None:
    """Take back a remark that was not sent yet."""
    remark = Remark.objects.select_related("submission").get(pk=remark_id)
    lock_reviewed(remark.submission_id, actor)
    if remark.sent_at is not None:
        raise WrongState
    remark.delete()


@transaction.atomic
def remark_settle(*, remark_id: int, actor: User, settled: bool = True) -> None:
    """Mark an answered remark as settled, or take the mark back; WrongState if it was not answered yet."""
    remark = Remark.objects.select_related("submission").get(pk=remark_id)
    lock_reviewed(remark.submission_id, actor)
    if remark.answered_in_round is None:
        raise WrongState
    remark.settled_by = actor if settled else None
    remark.settled_at = timezone.now() if settled else None
    remark.save(update_fields=["settled_by", "settled_at"])
    log.info("remark_settled", remark=remark.pk, settled=settled, actor=actor.pk)


def _question(submission: Submission, anchor: str) -> tuple[SectionSpec, FieldSpec]:
    """Return the field of a remark, if the applicant may fill in this place by now: nobody else is asked to answer."""
    spec = spec_of(submission.version)
    stages = STAGES if submission.draft.open_stages is None else submission.draft.open_stages
    own = write_mask(spec, {party_of(submission.organisation.kind)}, stages, [anchor])
    for section, field in spec.fields():
        if field.id in open_fields(own) and question_at(field, steps_of(anchor)) is not None:
            return section, field
    raise RemarkPlaceUnknown


def _is_there(submission: Submission, section: SectionSpec, anchor: str) -> bool:
    """Say whether the last row or file that a place names was handed in; a cell of it may be blank."""
    steps = steps_of(anchor)
    rows = [at for at in range(0, len(steps), 2) if steps[at]]
    if not rows:
        return True
    answers = submission.rounds.order_by("-number").values_list("answers", flat=True).first() or {}
    return value_at(answers.get(section.id, {}).get(field_of(anchor)), steps[: rows[-1] + 1]) is not None
