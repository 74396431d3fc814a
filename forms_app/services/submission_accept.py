"""Accept a submission."""

import uuid

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.models import Submission
from forms_app.services.remarks import lock_reviewed

log = structlog.get_logger()


@transaction.atomic
def submission_accept(*, submission_id: uuid.UUID, actor: User) -> Submission:
    """End the review. Remarks that were never sent are dropped: nobody is asked to answer them."""
    submission = lock_reviewed(submission_id, actor)
    submission.remarks.filter(sent_at=None).delete()
    submission.status = Submission.Status.ACCEPTED
    submission.save(update_fields=["status"])
    log.info("submission_accepted", reference=submission.reference, actor=actor.pk)
    return submission
