"""A code list as an Excel workbook, out and in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.reference.admin.forms import WorkbookForm, item_rows, items_of_rows
from cms.core.reference.admin.pages import ObjectPage, xlsx_response
from cms.core.reference.admin.rule_pages import MAX_UPLOAD
from cms.core.reference.errors import FileUnreadable, ReferenceDataError, ReferenceDataInvalid
from cms.core.reference.models import CodeList
from cms.core.reference.selectors.code_lists import stored_items
from cms.core.reference.services.code_lists import code_list_save
from cms.core.reference.services.workbooks import read_workbook, workbook_bytes


def heading() -> list[str]:
    """Return the first row of the workbook."""
    return [_("Value"), _("Label"), _("Parent value"), _("Can be chosen from"), _("until")]


class CodeListExportView(PermissionCheckedMixin, View):
    """All items as a workbook."""

    any_permission_required = ["add", "change", "view"]
    viewset: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file."""
        code_list = get_object_or_404(CodeList, pk=pk)
        content = workbook_bytes([(_("Items"), [heading(), *item_rows(stored_items(code_list))])])
        return xlsx_response(content, code_list.code)


class CodeListImportView(ObjectPage):
    """Replaces the items by those of a workbook."""

    model = CodeList
    title = gettext_lazy("Import from Excel")
    header_icon = "upload"
    template_name = "reference/admin/import.html"
    permission_required = "change"
    any_permission_required = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file; faults name their rows and nothing is changed."""
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                count = self.take(form.cleaned_data["workbook"])
            except ReferenceDataInvalid as invalid:
                form.add_error("workbook", invalid.messages[:20])
            except ValidationError as invalid:
                form.add_error("workbook", invalid)
            except ReferenceDataError as refusal:
                form.add_error("workbook", str(refusal))
            else:
                messages.success(
                    request, ngettext("%(count)s item read.", "%(count)s items read.", count) % {"count": count}
                )
                return redirect(self.url("edit", self.object.pk))
        return self.render_to_response(self.get_context_data(form=form))

    def take(self, file: Any) -> int:
        """Store the items of a workbook; return how many."""
        if file.size > MAX_UPLOAD:
            raise FileUnreadable
        sheets = read_workbook(file)
        rows = sheets[0][1] if sheets else []
        # The heading is told from an item by its first word.
        body = rows[1:] if rows and rows[0][0] in (heading()[0], "value", "值", "代码", "code") else rows
        items = items_of_rows(body)
        code_list_save(
            code_list=self.object, items=items, expected_revision=self.object.revision, actor=self.request.user
        )
        return len(items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what the file must look like."""
        kwargs.setdefault("form", WorkbookForm())
        return super().get_context_data(**kwargs, columns=heading(), export_url=self.url("export", self.object.pk))
