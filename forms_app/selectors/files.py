"""Reads of files that applicants gave."""

import uuid

from cms.accounts.facade import Person, member_organisation_ids
from forms_app.models import Attachment
from forms_app.selectors.co_fillers import filling_for


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
    """Return a file of a draft that the person may see; Attachment.DoesNotExist for every other.

    An invited provider reads the files of its own sections, as long as it fills in. An office reads files through the
    case, where each read is logged.
    """
    found = Attachment.objects.select_related("draft__version", "draft__organisation").get(pk=attachment_id)
    if found.draft.organisation_id in member_organisation_ids(user):
        return found
    filling = filling_for(user, found.draft)
    if filling is None or all(found.field_id != one.id for section in filling.own_sections for one in section.fields):
        raise Attachment.DoesNotExist
    return found
