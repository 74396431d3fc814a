"""Return a submission for correction."""

import uuid

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.errors import NoRemarks
from forms_app.models import Draft, Remark, Submission
from forms_app.selectors.versions import spec_of
from forms_app.services.remarks import lock_reviewed
from forms_app.services.stages_open import stamped_again

log = structlog.get_logger()


@transaction.atomic
def submission_return(*, submission_id: uuid.UUID, actor: User) -> list[Remark]:
    """Send the remarks written so far and unlock only the places that they name; return them."""
    submission = lock_reviewed(submission_id, actor)
    remarks = list(submission.remarks.filter(sent_at=None))
    if not remarks:
        raise NoRemarks
    submission.remarks.filter(sent_at=None).update(sent_at=timezone.now())
    submission.status = Submission.Status.RETURNED
    submission.save(update_fields=["status"])
    anchors = sorted({remark.anchor for remark in remarks} | stamped_again(spec_of(submission.version)))
    Draft.objects.filter(pk=submission.draft_id).update(
        status=Draft.Status.RETURNED, unlocked=anchors, updated_at=timezone.now()
    )
    log.info("submission_returned", reference=submission.reference, remarks=len(remarks), actor=actor.pk)
    return remarks
