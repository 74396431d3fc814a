"""What a reviewer writes at a place of a submission before returning it."""

import uuid

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.core.text import count_characters
from forms_app.engine.places import open_fields, write_mask
from forms_app.engine.spec import STAGES, FieldSpec, SectionSpec
from forms_app.errors import NotPermitted, RemarkEmpty, RemarkPlaceUnknown, WrongState
from forms_app.models import Remark, Submission
from forms_app.policies import may_review, party_of
from forms_app.selectors.remarks import place_value
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
    *, submission_id: uuid.UUID, field_id: str, text: str, actor: User, item_id: str = "", round: int | None = None
) -> Remark:
    """Write a remark at a field, or at one row or file of it, of the last round."""
    submission = lock_reviewed(submission_id, actor)
    words = text.strip()
    if not words or count_characters(words) > LONGEST:
        raise RemarkEmpty
    section, field = _place(submission, field_id)
    if item_id:
        answers = submission.rounds.order_by("-number").values_list("answers", flat=True).first() or {}
        if place_value(answers.get(section.id, {}), field.id, item_id) is None:
            raise RemarkPlaceUnknown
    return Remark.objects.create(
        submission=submission,
        round=round or submission.round,
        section_id=section.id,
        field_id=field.id,
        item_id=item_id,
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


def _place(submission: Submission, field_id: str) -> tuple[SectionSpec, FieldSpec]:
    """Return the place of a remark: one that the applicant may fill in by now: nobody else is asked to answer."""
    spec = spec_of(submission.version)
    stages = STAGES if submission.draft.open_stages is None else submission.draft.open_stages
    own = open_fields(write_mask(spec, {party_of(submission.organisation.kind)}, stages))
    for section, field in spec.fields():
        if field.id == field_id and field.id in own:
            return section, field
    raise RemarkPlaceUnknown
