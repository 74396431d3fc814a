"""Forms as XLSForm workbooks: upload with all problems at once, preview, draft; and out again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.files import attachment_headers
from forms_app.admin.import_pages import FileImportPage, ImportPage
from forms_app.admin.palette import TYPE_TITLES
from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.spec import FormSpec
from forms_app.errors import FileRefused, FormsError
from forms_app.models import FormDefinition
from forms_app.services.form_import import form_import
from forms_app.services.form_publish import problem_text, publishable_problems
from forms_app.services.office_files import office_content
from forms_app.services.stream_of_form import spec_of_definition
from forms_app.xlsform.columns import SURVEY
from forms_app.xlsform.differences import differences
from forms_app.xlsform.read import FileProblem, form_from
from forms_app.xlsform.table import WorkbookUnreadable, sheets_from
from forms_app.xlsform.write import xlsform_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def problem_line(problem: FileProblem) -> str:
    """Return 第12行 label 列：…, with the sheet before it."""
    where = {"sheet": problem.sheet, "row": problem.row, "column": problem.column}
    place = _("Sheet %(sheet)s, row %(row)s, column %(column)s") % where
    return f"{place}：{_(problem.message) % dict(problem.params)}"


class XlsFormImportView(FileImportPage):
    """Upload an XLSForm, look at the form, make the draft."""

    template_name = "forms_app/admin/import_xlsform.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Form from an XLSForm workbook")

    def _target(self, given: str) -> FormDefinition | None:
        """Return the form to be changed, None for a new one; only those who may change forms may name one."""
        if not given:
            return None
        if not self.permission_policy.user_has_permission(self.actor, "change"):
            raise PermissionDenied
        if not given.isdecimal() or len(given) > 9:
            raise Http404
        return get_object_or_404(FormDefinition, pk=int(given))

    def read(self, request: HttpRequest) -> HttpResponse:
        """Show what the file says."""
        target = self._target(request.POST.get("into", ""))
        known = spec_of_definition(target.get_latest_revision_as_object()) if target else None
        try:
            read = form_from(sheets_from(office_content(request.FILES.get("file"), "xlsx")), known=known)
        except FileRefused as refusal:
            return self.refused(refusal.message)
        except WorkbookUnreadable:
            return self.refused(_("This file cannot be opened as an Excel workbook. Save it again as .xlsx."))
        spec = read.spec
        read.problems.sort(key=lambda one: (one.sheet != SURVEY, one.sheet, one.row))
        problems = [problem_line(one) for one in read.errors]
        problems += _unknown_types(spec) if spec else []
        context = self.get_context_data(
            problems=problems,
            notices=[problem_line(one) for one in read.problems if one.notice],
            spec=spec,
            target=target,
            start_url=self.url("import"),
        )
        if spec is None or problems:
            return self.render_to_response(context, status=400)
        context["open_ends"] = [problem_text(one) for one in publishable_problems(spec)]
        context["differences"] = _difference_lines(known, spec) if known else []
        context["read"] = self.put_away([target.pk if target else None, spec_to_json(spec)])
        return self.render_to_response(context)

    def create(self, request: HttpRequest) -> HttpResponse:
        """Make the draft of what was looked at."""
        document = self.brought_back(request)
        if document is None:
            return self.refused(_("This page is out of date. Choose the file again."))
        into, content = document
        target = self._target(str(into) if into else "")
        try:
            definition = form_import(spec=spec_from_json(content), actor=self.actor, into=target.pk if target else None)
        except FormsError as refusal:
            return self.refused(refusal.message)
        messages.success(request, _("The draft has been made. Nothing is published yet."))
        return redirect(self.url("edit", definition.pk))


def _unknown_types(spec: FormSpec) -> list[str]:
    """Return the fields whose type the builder does not have: they would be lost in it."""
    lines = []
    for _section, one in spec.fields():
        for part in (one, *one.columns):
            if part.type not in TYPE_TITLES:
                lines.append(
                    _("“%(label)s” is of the unknown type “%(type)s”.") % {"label": part.label, "type": part.type}
                )
    return lines


def _difference_lines(old: FormSpec, new: FormSpec) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    kinds = {"added": _("new"), "removed": _("gone"), "changed": _("changed"), "moved": _("moved")}
    return [
        (kinds[one.kind], one.section, one.label, [(attribute_words(name), a, b) for name, a, b in one.attributes])
        for one in differences(old, new)
    ]


def attribute_words(name: str) -> str:
    """Return how an attribute of a field is called on the page."""
    known = {
        "key": _("Field code"),
        "label": _("Field label"),
        "type": _("Type"),
        "help": _("Filling instructions"),
        "required": _("Required"),
        "unit": _("Unit"),
        "max_length": _("Most characters"),
        "choices": _("Options"),
        "columns": _("Columns"),
        "section": _("Form section"),
        "group": _("Heading shared with neighbours"),
    }
    return known.get(name, name)


class XlsFormExportView(ImportPage):
    """The newest state of a form in the builder, as an XLSForm workbook."""

    permission_required = "view"
    any_permission_required = ["add", "change", "publish", "view"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the file."""
        definition = get_object_or_404(FormDefinition, pk=kwargs["pk"])
        spec = spec_of_definition(definition.get_latest_revision_as_object())
        response = HttpResponse(xlsform_bytes(spec), content_type=XLSX)
        attachment_headers(response, f"{definition.code}.xlsx")
        return response
