"""The files of a case: found through the case, so that whoever may not see it cannot reach them."""

import uuid
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.safestring import SafeString

from cases.models import Case
from cases.selectors.hidden import hidden_sections
from cms.accounts.models import User
from forms_app.facade import PaperFile, attachment_for, submission_paper, submission_print, submission_sheet


def attached(case: Case, attachment_id: uuid.UUID) -> Any | None:
    """Return a file that was handed in with this case; None if it was not. The caller knows which sections are open."""
    if case.submission_id is None:
        return None
    try:
        return attachment_for(case.submission_id, attachment_id)
    except ObjectDoesNotExist:
        return None


def case_attachment(case: Case, attachment_id: uuid.UUID, user: User) -> Any | None:
    """Return a file that was handed in with this case; None if it was not, or lies in a section hidden from `user`."""
    found = attached(case, attachment_id)
    return found if found is not None and _open_to(case, found.field_id, user) else None


def _open_to(case: Case, field_id: str, user: User) -> bool:
    hidden = hidden_sections(case, user)
    if not hidden or case.submission_id is None:
        return True
    sections = submission_sheet(case.submission_id).sections
    return not any(one.key in hidden and field_id in {field.id for field in one.fields} for one in sections)


def case_paper(case: Case) -> PaperFile | None:
    """Return the official sheet of the case as Word; None if it has no form."""
    return submission_paper(case.submission_id, extension="docx") if case.submission_id else None


def case_print(case: Case) -> SafeString | None:
    """Return the official sheet of the case as HTML; None if it has no form."""
    return submission_print(case.submission_id) if case.submission_id else None
