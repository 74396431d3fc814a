"""全表审核: the page, the explanations that are written on it, and the same list as a workbook."""

from collections.abc import Iterator
from io import BytesIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from cms.core.files import attachment_headers
from forms_app.errors import ExplanationRefused, FormsError
from forms_app.selectors.audit import TIERS, Audit, AuditLine, audit_of
from forms_app.selectors.filling import Filling
from forms_app.services.explanations import explanation_save, input_name
from forms_app.web.drafts import for_fillers
from forms_app.web.messages import fault_text
from forms_app.web.person import person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@for_fillers
def audit(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Show what the checks say of the person's sections, all of it or one tier (?tier=)."""
    if not filling.editable:
        return _handed_in(filling)
    return _page(request, filling)


@require_POST
@for_fillers
def explain(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Write one explanation and show the list again."""
    draft = filling.draft
    key, text = request.POST.get("check", ""), request.POST.get("text", "")
    try:
        explanation_save(draft_id=draft.pk, key=key, text=text, actor=person(request))
    except ExplanationRefused as refusal:
        return _page(request, filling, refused={"key": key, "text": text, "message": refusal.message})
    except FormsError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The explanation has been saved."))
    tier = request.POST.get("tier", "")
    query = f"?tier={tier}" if tier in TIERS else ""
    return redirect(f"{reverse('forms_app:audit', args=[draft.pk])}{query}#line-{input_name(key)}")


@require_safe
@for_fillers
def audit_file(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Send the list as the page shows it."""
    if not filling.editable:
        return _handed_in(filling)
    shown = audit_of(filling).of(request.GET.get("tier", ""))
    response = HttpResponse(_workbook(filling, shown), content_type=XLSX)
    attachment_headers(response, _("Review of %(title)s.xlsx") % {"title": filling.spec.title})
    return response


def _handed_in(filling: Filling) -> HttpResponse:
    if filling.submission is None:
        return redirect("forms_app:index")
    return redirect("forms_app:submission", filling.submission.pk)


def tier_names() -> dict[str, str]:
    """Return what the tiers are called."""
    return {"error": _("Must be corrected"), "explain": _("To be verified"), "notice": _("For information")}


def _page(request: HttpRequest, filling: Filling, refused: dict[str, str] | None = None) -> HttpResponse:
    found = audit_of(filling)
    tier = request.GET.get("tier", "") or request.POST.get("tier", "")
    shown = found.of(tier)
    names = tier_names()
    context = {
        "filling": filling,
        "draft": filling.draft,
        "spec": filling.spec,
        "audit": found,
        "tier": tier if tier in TIERS else "",
        "tiers": [(one, names[one], found.counts[one]) for one in TIERS],
        "sections": [
            (section, [(line, names[line.tier], fault_text(line.fault), input_name(line.key)) for line in lines])
            for section, lines in shown.by_section()
        ],
        "refused": refused,
    }
    return render(request, "forms_app/audit.html", context, status=400 if refused else 200)


def _workbook(filling: Filling, shown: Audit) -> bytes:
    book = Workbook(write_only=False)
    sheet = book.create_sheet(_("Review"), 0)
    del book["Sheet"]
    sheet.append([_("Section"), _("Item"), _("Tier"), _("What was found"), _("State"), _("Explanation")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in shown.lines:
        sheet.append(list(_cells(line)))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            # Whatever it begins with, it is text: nothing that somebody typed is ever run as a formula.
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEF", (18, 20, 10, 50, 12, 50), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def state_text(line: AuditLine) -> str:
    """Return how far a line is, as the page says it."""
    if line.tier == "explain":
        return _("Explained") if line.done else _("Explanation needed")
    return _("For information") if line.done else _("Not corrected")


def _cells(line: AuditLine) -> Iterator[str]:
    yield line.section.title
    yield line.fault.label
    yield tier_names()[line.tier]
    yield fault_text(line.fault)
    yield state_text(line)
    yield line.explanation
