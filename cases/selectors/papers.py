"""The files of a case: found through the case, so that whoever may not see it cannot reach them."""

import uuid
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.safestring import SafeString

from cases.models import Case
from forms_app.facade import PaperFile, attachment_for, submission_paper, submission_print


def case_attachment(case: Case, attachment_id: uuid.UUID) -> Any | None:
    """Return a file that was handed in with this case; None if it was not."""
    if case.submission_id is None:
        return None
    try:
        return attachment_for(case.submission_id, attachment_id)
    except ObjectDoesNotExist:
        return None


def case_paper(case: Case) -> PaperFile | None:
    """Return the official sheet of the case as Word; None if it has no form."""
    return submission_paper(case.submission_id, extension="docx") if case.submission_id else None


def case_print(case: Case) -> SafeString | None:
    """Return the official sheet of the case as HTML; None if it has no form."""
    return submission_print(case.submission_id) if case.submission_id else None
