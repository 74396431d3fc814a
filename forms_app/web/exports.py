"""What an organisation takes home as a workbook: its answers as they were handed in, and the list of its sheets."""

import uuid
from collections.abc import Iterable, Sequence
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from cms.core.files import attachment_headers
from forms_app.selectors.drafts import submissions_for
from forms_app.selectors.sheet import SheetField, submission_sheet
from forms_app.web.person import person
from forms_app.web.reading import own_submission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a person may list at once; an organisation hands in a handful a year.
MOST_SUBMISSIONS = 5000

Line = Sequence[str]


@login_required
@require_safe
def answers(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Send the answers of one submission, a row per answer and per row of a table."""
    found = own_submission(request, submission_id)
    sheet = submission_sheet(found.pk)
    lines: list[Line] = [
        (section.title, field.label, text)
        for section in sheet.sections
        for field in section.fields
        for text in _texts(field)
    ]
    head = (_("Section"), _("Item"), _("Answer"))
    return _sent(f"{found.reference}.xlsx", head, lines, (24, 32, 90))


@login_required
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """Send the list of what the person's organisations have handed in."""
    found = submissions_for(person(request))[:MOST_SUBMISSIONS]
    lines = [
        (
            one.reference,
            str(one.version.content["title"]),
            one.organisation.name,
            f"{timezone.localtime(one.submitted_at):%Y-%m-%d %H:%M}",
            str(one.round),
            str(one.get_status_display()),
        )
        for one in found
    ]
    head = (_("Reference number"), _("Form"), _("Organisation"), _("Handed in on"), _("Round"), _("Status"))
    return _sent(_("Handed in.xlsx"), head, lines, (24, 40, 32, 18, 8, 16))


def _texts(field: SheetField) -> Iterable[str]:
    return [item.text for item in field.items] if field.items else [field.display]


def _sent(name: str, head: Line, lines: Iterable[Line], widths: Sequence[int]) -> HttpResponse:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in lines:
        sheet.append(list(line))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            # Whatever it begins with, it is text: nothing that somebody typed is ever run as a formula.
            cell.data_type, cell.quotePrefix = "s", True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    buffer = BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    attachment_headers(response, name)
    return response
