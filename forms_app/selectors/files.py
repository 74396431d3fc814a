"""Reads of files that applicants gave."""

import uuid

from cms.accounts.facade import Person, member_organisation_ids
from forms_app.models import Attachment
from forms_app.policies import may_read_submission


def attachment_for(submission_id: uuid.UUID, attachment_id: uuid.UUID) -> Attachment:
    """Return a file that a submission showed in one of its rounds; Attachment.DoesNotExist if it never did."""
    attachment = Attachment.objects.select_related("draft__submission").get(
        pk=attachment_id, draft__submission=submission_id
    )
    rounds = attachment.draft.submission.rounds.values_list("answers", flat=True)
    wanted = str(attachment.pk)
    for answers in rounds:
        if any(wanted in (values.get(attachment.field_id) or ()) for values in answers.values()):
            return attachment
    raise Attachment.DoesNotExist


def readable_attachment(user: Person, attachment_id: uuid.UUID) -> Attachment:
    """Return a file that the person may open: their organisation's, or one handed in that they may review."""
    attachment = Attachment.objects.select_related("draft__submission__organisation").get(pk=attachment_id)
    if attachment.draft.organisation_id in member_organisation_ids(user):
        return attachment
    submission = getattr(attachment.draft, "submission", None)
    if submission is None or not may_read_submission(user, submission):
        raise Attachment.DoesNotExist
    return attachment_for(submission.pk, attachment.pk)
