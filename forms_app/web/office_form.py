"""The section of an office as a form, rendered like the filler's; for the room in which the office works."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from forms_app.engine.answers import SectionResult, section_inputs
from forms_app.engine.places import open_fields, section_mask
from forms_app.engine.spec import SectionSpec
from forms_app.errors import StaleDraft
from forms_app.models import Submission
from forms_app.selectors.filling import filling_of
from forms_app.services.office_section_save import OFFICE_PARTY
from forms_app.web.conflict import merged_inputs, stored_beside
from forms_app.web.fill import Fill, section_html
from forms_app.web.fragments import section_fragments
from forms_app.web.messages import FaultLine, by_path, fault_lines


@dataclass(frozen=True)
class OfficeForm:
    """A section with its fields as HTML and the lines of the error summary."""

    section: SectionSpec
    html: SafeString
    summary: Sequence[FaultLine]
    revision: int


def office_form(
    submission_id: uuid.UUID,
    section_id: str,
    *,
    post: Any = None,
    result: SectionResult | None = None,
    stale: StaleDraft | None = None,
) -> OfficeForm | None:
    """Return the office's section, with what was typed, what is wrong with it, and what a colleague saved meanwhile.

    None if it is no office's section.
    """
    submission = Submission.objects.select_related("draft__version", "draft__organisation__region").get(
        pk=submission_id
    )
    filling = filling_of(submission.draft, acting=OFFICE_PARTY)
    section = next((one for one in filling.spec.sections if one.id == section_id), None)
    if section is None:
        return None
    mask = section_mask(section, filling.own_mask)
    if not mask:
        return None
    values = filling.values(section)
    faults = result.faults if result else ()
    fill = Fill(
        inputs=_inputs(section, values, post, stale),
        values=values,
        lookups=filling.lookups,
        mask=mask,
        open_fields=open_fields(mask),
        errors=by_path(faults, blocking=True),
        notices=by_path(faults, blocking=False),
        files=filling.files,
        remarks={},
        theirs=stored_beside(section, stale, filling.lookups) if stale else {},
    )
    html = section_html(section_fragments(filling.draft.version.sha256, section), fill)
    answer = filling.answers.get(section.id)
    return OfficeForm(section, html, fault_lines(faults), answer.revision if answer else 0)


def _inputs(section: SectionSpec, values: Mapping[str, Any], post: Any, stale: StaleDraft | None) -> Mapping[str, Any]:
    if post is None:
        return section_inputs(section, values, None)
    return dict((merged_inputs(section, post, stale) if stale else post).lists())
