"""Reads of files that applicants gave."""

import uuid

from cms.accounts.facade import Person, member_organisation_ids
from forms_app.models import Attachment


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
    """Return a file of one of the person's organisations; Attachment.DoesNotExist for every other.

    An office reads files through the case, where each read is logged.
    """
    return Attachment.objects.get(pk=attachment_id, draft__organisation__in=member_organisation_ids(user))
