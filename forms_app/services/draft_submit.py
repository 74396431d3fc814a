"""Hand in a draft: first time or again after a return."""

import uuid
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.core.sequences import next_number
from forms_app.engine.explanations import content_hash
from forms_app.errors import DraftIncomplete, DraftNotEditable, FormClosed, KeyTaken, NotPermitted, RemarksUnchanged
from forms_app.models import Draft, Submission, SubmissionRound
from forms_app.policies import EDITABLE, may_fill
from forms_app.selectors.completeness import faults_of
from forms_app.selectors.explanations import frozen_explanations
from forms_app.selectors.filling import Filling, answers_to_hand_in, filling_of
from forms_app.selectors.remarks import unchanged_anchors
from forms_app.services.computed_store import computed_store
from forms_app.services.index_rebuild import index_rebuild
from forms_app.services.sinks import sinks_deliver

log = structlog.get_logger()

DEFAULT_PREFIX = "FORM"


@transaction.atomic
def draft_submit(*, draft_id: uuid.UUID, key: str, actor: User, accept_unchanged: bool = False) -> Submission:
    """Hand in the draft and return the submission; the same key, or a draft already handed in, gives the same one.

    DraftIncomplete if anything is missing or wrong; RemarksUnchanged if a remarked place is as it was and
    `accept_unchanged` does not say that this is meant.
    """
    draft = _locked(draft_id)
    if not may_fill(actor, draft.organisation_id):
        raise NotPermitted
    earlier = SubmissionRound.objects.filter(key=key).select_related("submission").first()
    if earlier is not None:
        if earlier.submission.draft_id != draft.pk:
            raise KeyTaken
        return earlier.submission
    submission = Submission.objects.filter(draft=draft).select_related("organisation").first()
    if draft.status == Draft.Status.SUBMITTED and submission is not None:
        return submission
    if draft.status not in EDITABLE:
        raise DraftNotEditable
    if submission is None:
        _refuse_late(draft)
    filling = filling_of(draft)
    _refuse_incomplete(filling)
    if submission is not None and not accept_unchanged:
        _refuse_unchanged(filling, submission)
    if filling.formulas.live:
        filling = computed_store(filling=filling, sections=filling.spec.sections, actor=actor)
    submission = _record(filling, submission)
    handed_in = round_record(
        submission=submission,
        answers=answers_to_hand_in(filling),
        explanations=frozen_explanations(filling),
        kind=SubmissionRound.Kind.APPLICANT,
        key=key,
        actor=actor,
    )
    submission.remarks.filter(sent_at__isnull=False, answered_in_round=None).update(answered_in_round=submission.round)
    Draft.objects.filter(pk=draft.pk).update(status=Draft.Status.SUBMITTED, unlocked=None, leases={})
    sinks_deliver(submission=submission, handed_in=handed_in, spec=filling.spec, actor=actor)
    log.info("draft_submitted", reference=submission.reference, round=submission.round, actor=actor.pk)
    return submission


def round_record(
    *,
    submission: Submission,
    answers: dict[str, Any],
    kind: str,
    key: str,
    actor: User,
    explanations: list[dict[str, Any]] | None = None,
) -> SubmissionRound:
    """Append a round with the hash of its answers and explanations, and rebuild the index from it."""
    handed_in = SubmissionRound.objects.create(
        submission=submission,
        number=submission.round,
        kind=kind,
        answers=answers,
        explanations=explanations,
        sha256=content_hash(answers, explanations),
        key=key,
        submitted_by=actor,
    )
    index_rebuild(submission=submission, answers=answers)
    return handed_in


def _locked(draft_id: uuid.UUID) -> Draft:
    return (
        Draft.objects.select_for_update(of=("self",)).select_related("version", "organisation__region").get(pk=draft_id)
    )


def _refuse_late(draft: Draft) -> None:
    """Refuse a first submission after the last day; corrections that a reviewer asked for have none."""
    closes_at = draft.version.definition.closes_at
    if closes_at is not None and closes_at <= timezone.now():
        raise FormClosed(time=f"{timezone.localtime(closes_at):%Y-%m-%d %H:%M}")


def _refuse_incomplete(filling: Filling) -> None:
    faults = faults_of(filling)
    if faults:
        raise DraftIncomplete(faults)


def _refuse_unchanged(filling: Filling, submission: Submission) -> None:
    unchanged = unchanged_anchors(filling, submission)
    if unchanged:
        raise RemarksUnchanged(unchanged)


def _record(filling: Filling, submission: Submission | None) -> Submission:
    now = timezone.now()
    if submission is not None:
        submission.round += 1
        submission.status = Submission.Status.SUBMITTED
        submission.submitted_at = now
        # The draft may have been taken over into a newer version since it was returned.
        submission.version = filling.draft.version
        submission.save(update_fields=["round", "status", "submitted_at", "version"])
        return submission
    prefix = f"{filling.spec.reference_prefix or DEFAULT_PREFIX}-{timezone.localdate().year}-"
    return Submission.objects.create(
        reference=f"{prefix}{next_number(prefix):06d}",
        draft=filling.draft,
        version=filling.draft.version,
        organisation=filling.draft.organisation,
        round=1,
        submitted_at=now,
    )
