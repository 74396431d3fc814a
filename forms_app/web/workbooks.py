"""Filling in by Excel: the template out, the filled-in workbook back, and what to take of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cms.core.files import attachment_headers
from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.errors import FormsError, StaleDraft
from forms_app.excel.read import CellPlace
from forms_app.selectors.drafts import open_forms_for
from forms_app.selectors.filling import Filling
from forms_app.selectors.workbooks import blank_workbook, draft_workbook
from forms_app.services.answers_upload import Change, UploadReport, upload_apply, upload_report
from forms_app.services.office_files import office_content
from forms_app.web.drafts import for_fillers
from forms_app.web.messages import fault_text
from forms_app.web.person import person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "forms_app.workbook"
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class ChangeLine:
    """One field of the report, in words."""

    name: str
    section: SectionSpec
    label: str
    old: str
    new: str
    change: Change


@login_required
@require_safe
def blank(request: HttpRequest, code: str) -> HttpResponse:
    """Give out the blank template of a form that the person may begin."""
    form = next((one for one in open_forms_for(request.user) if one.code == code), None)
    if form is None:
        raise Http404
    return _sent(blank_workbook(form.version, kind=form.organisations[0].kind), form.spec.title)


@require_safe
@for_fillers
def template(_request: HttpRequest, filling: Filling) -> HttpResponse:
    """Give out the template of a draft with the answers of the sections that the person fills in."""
    return _sent(draft_workbook(filling), f"{filling.spec.title}-{filling.draft.organisation.name}")


@for_fillers
def upload(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Explain filling in by Excel; with POST report on a workbook, or take what was chosen of it."""
    if not filling.editable:
        return redirect("forms_app:tasks", filling.draft.pk)
    if request.method != "POST":
        return _page(request, filling)
    if "read" in request.POST:
        return _apply(request, filling)
    try:
        report = upload_report(filling=filling, content=office_content(request.FILES.get("file"), "xlsx"))
    except FormsError as refusal:
        return _page(request, filling, problem=refusal.message, status=400)
    return _report(request, filling, report)


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    attachment_headers(response, f"{name}.xlsx")
    return response


def _page(request: HttpRequest, filling: Filling, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"draft": filling.draft, "spec": filling.spec, "problem": problem}
    return render(request, "forms_app/workbook.html", context, status=status)


def _report(request: HttpRequest, filling: Filling, report: UploadReport) -> HttpResponse:
    fields: dict[str, dict[str, Any]] = {}
    for change in report.changes:
        fields.setdefault(change.section.id, {})[change.field.id] = dict(change.inputs)
    sealed = signing.dumps([str(filling.draft.pk), fields, report.revisions], salt=SALT, compress=True)
    broken = _("Excel has an error here in place of a result. Enter the value itself; the item was not read.")
    context = {
        "draft": filling.draft,
        "spec": filling.spec,
        "report": report,
        "lines": list(_lines(filling, report)),
        "refusals": [
            *((place_text(one.place), fault_text(one.fault)) for one in report.refusals),
            *((place_text(one), broken) for one in report.broken),
        ],
        "lost": [place_text(one) for one in report.lost],
        "locked": [one.label for one in report.locked],
        "read": sealed,
    }
    return render(request, "forms_app/workbook_report.html", context)


def _lines(filling: Filling, report: UploadReport) -> Iterator[ChangeLine]:
    for change in report.changes:
        yield ChangeLine(
            name=change.field.id,
            section=change.section,
            label=change.field.label,
            old=_shown(filling, change.field, change.old),
            new=_shown(filling, change.field, change.new),
            change=change,
        )


def _shown(filling: Filling, spec: FieldSpec, value: Any) -> str:
    if value is None:
        return ""
    shown = field_type(spec.type).display(spec, value, filling.lookups)
    if isinstance(shown, str):
        return shown
    return "\n".join(f"{number}. {item}" for number, item in enumerate(shown, start=1))


def place_text(place: CellPlace | None) -> str:
    """Return 「“基本情况”表 C12」."""
    if place is None:
        return ""
    return _("Sheet “%(sheet)s” %(cell)s") % {"sheet": place.sheet, "cell": place.cell}


def _apply(request: HttpRequest, filling: Filling) -> HttpResponse:
    chosen = set(request.POST.getlist("take"))
    try:
        draft_id, fields, revisions = signing.loads(request.POST["read"], salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        draft_id, fields, revisions = "", {}, {}
    if draft_id != str(filling.draft.pk):
        return _page(request, filling, problem=_("This page is out of date. Choose the file again."), status=400)
    kept = {
        section: {name: inputs for name, inputs in by_field.items() if name in chosen}
        for section, by_field in fields.items()
    }
    try:
        count = upload_apply(
            draft_id=filling.draft.pk, filling=filling, fields=kept, revisions=revisions, actor=person(request)
        )
    except StaleDraft:
        text = _("Somebody saved this form after the report was made. Nothing was taken: upload the workbook again.")
        return _page(request, filling, problem=text, status=409)
    except FormsError as refusal:
        return _page(request, filling, problem=refusal.message, status=400)
    text = ngettext(
        "%(count)s item was taken from the workbook.", "%(count)s items were taken from the workbook.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("forms_app:tasks", filling.draft.pk)
