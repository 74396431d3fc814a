"""The pages of a rule table: publish, versions, try, Excel."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.reference.admin.forms import PublishForm, TryForm, WorkbookForm
from cms.core.reference.admin.pages import ObjectPage, xlsx_response
from cms.core.reference.admin.rule_grids import COLUMNS, column_rows, rule_rows, table_of_grids
from cms.core.reference.engine.rule_table import RuleTable, row_changes, rule_problems, rule_warnings, table_from_json
from cms.core.reference.engine.validity import effective, number_on
from cms.core.reference.errors import FileUnreadable, ReferenceDataError, problem_text
from cms.core.reference.models import RuleTableDefinition, RuleTableVersion
from cms.core.reference.selectors.rules import spans_of
from cms.core.reference.services.rule_tables import rule_table_publish, rule_table_save
from cms.core.reference.services.workbooks import read_workbook, workbook_bytes

MAX_UPLOAD = 5 * 1024 * 1024


class _RulePage(ObjectPage):
    model = RuleTableDefinition

    @cached_property
    def draft(self) -> RuleTable:
        """Return the table as it stands."""
        return table_from_json(self.object.content)

    @cached_property
    def versions(self) -> list[RuleTableVersion]:
        """Return the published versions, newest first."""
        return list(self.object.versions.select_related("published_by").order_by("-number"))


class PublishView(_RulePage):
    """Checks the draft, shows what changes, and publishes it."""

    title = gettext_lazy("Publish")
    header_icon = "upload"
    template_name = "reference/admin/rule_publish.html"
    permission_required = "publish"
    any_permission_required = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish, or say why not."""
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            version = rule_table_publish(definition=self.object, actor=request.user, **form.cleaned_data)
        except ReferenceDataError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Version %(number)s has been published.") % {"number": version.number})
        return redirect(self.url("versions", self.object.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add faults, warnings and changes."""
        problems = rule_problems(self.draft)
        before = table_from_json(self.versions[0].content) if self.versions else RuleTable()
        kwargs.setdefault("form", PublishForm(initial={"valid_from": timezone.localdate()}))
        return super().get_context_data(
            **kwargs,
            table=self.draft,
            problems=[problem_text(one) for one in problems],
            warnings=[] if problems else [problem_text(one) for one in rule_warnings(self.draft)],
            newest=self.versions[0] if self.versions else None,
            changes=row_changes(before, self.draft) if self.versions else [],
            columns_changed=bool(self.versions)
            and (before.conditions, before.results) != (self.draft.conditions, self.draft.results),
        )


class VersionsView(_RulePage):
    """The versions of a table and the days on which each counts."""

    title = gettext_lazy("Published versions")
    header_icon = "history"
    template_name = "reference/admin/rule_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions."""
        spans = spans_of(self.versions)
        today = number_on(spans, timezone.localdate())
        rows = [
            {
                "version": version,
                "url": self.url("version", self.object.pk, version.number),
                "spans": [span for span in effective(spans) if span.number == version.number],
                "counts": version.number == today,
            }
            for version in self.versions
        ]
        return super().get_context_data(**kwargs, rows=rows)


class VersionView(_RulePage):
    """What one version says, and what it changed."""

    header_icon = "history"
    template_name = "reference/admin/rule_version.html"

    @cached_property
    def version(self) -> RuleTableVersion:
        """Return the version of the address."""
        return get_object_or_404(self.object.versions, number=self.kwargs["number"])

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Version %(number)s") % {"number": self.version.number}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the version, or give it as a workbook."""
        if request.GET.get("format") == "xlsx":
            content = table_workbook(table_from_json(self.version.content))
            return xlsx_response(content, f"{self.object.code}-v{self.version.number}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table and its difference from another version (?with=; the one before by default)."""
        number = self.version.number
        asked = self.request.GET.get("with", "")
        other = self.object.versions.filter(number=int(asked) if asked.isdigit() else number - 1).first()
        table = table_from_json(self.version.content)
        changes = row_changes(table_from_json(other.content), table) if other else []
        others = [one.number for one in self.versions if one.number != number]
        return super().get_context_data(
            **kwargs, version=self.version, table=table, other=other, changes=changes, others=others
        )


class TryView(_RulePage):
    """试算: what the draft, or a version, gives for keys."""

    title = gettext_lazy("Try out")
    header_icon = "view"
    template_name = "reference/admin/rule_try.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look up what was asked."""
        number = self.request.GET.get("version", "")
        version = next((one for one in self.versions if str(one.number) == number), None)
        table = table_from_json(version.content) if version else self.draft
        problems = rule_problems(table)
        form = TryForm(self.request.GET if "asked" in self.request.GET else None, columns=table.conditions)
        asked = not problems and form.is_bound and form.is_valid()
        hit = table.first_fit(form.keys()) if asked else None
        results = [(one.name, table.result(hit, at)) for at, one in enumerate(table.results)] if hit is not None else []
        return super().get_context_data(
            **kwargs,
            table=table,
            form=form,
            asked=asked,
            hit=hit,
            hit_number=None if hit is None else hit + 1,
            results=results,
            problems=[problem_text(one) for one in problems],
            version=version,
            versions=self.versions,
        )


class ExportView(PermissionCheckedMixin, View):
    """The draft as a workbook."""

    any_permission_required = ["add", "change", "view"]
    viewset: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file."""
        definition = get_object_or_404(RuleTableDefinition, pk=pk)
        return xlsx_response(table_workbook(table_from_json(definition.content)), definition.code)


def table_workbook(table: RuleTable) -> bytes:
    """Return a table as a workbook: its rows, and its columns on a second sheet."""
    heading = [str(column["label"]) for column in COLUMNS]
    return workbook_bytes([(_("Rows"), rule_rows(table)), (_("Columns"), [heading, *column_rows(table)])])


class ImportView(_RulePage):
    """Replaces the draft by a workbook."""

    title = gettext_lazy("Import from Excel")
    header_icon = "upload"
    template_name = "reference/admin/import.html"
    permission_required = "change"
    any_permission_required = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file into the draft."""
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                table = self.table_of(form.cleaned_data["workbook"])
                rule_table_save(
                    definition=self.object, table=table, expected_revision=self.object.revision, actor=request.user
                )
            except ReferenceDataError as refusal:
                form.add_error("workbook", str(refusal))
            else:
                count = len(table.rows)
                text = ngettext("%(count)s row read into the draft.", "%(count)s rows read into the draft.", count)
                messages.success(request, text % {"count": count})
                return redirect(self.url("edit", self.object.pk))
        return self.render_to_response(self.get_context_data(form=form))

    def table_of(self, file: Any) -> RuleTable:
        """Return the table of a workbook: rows on the first sheet, columns on the second if there is one."""
        if file.size > MAX_UPLOAD:
            raise FileUnreadable
        sheets = read_workbook(file)
        rows = sheets[0][1] if sheets else []
        columns = sheets[1][1][1:] if len(sheets) > 1 else column_rows(self.draft)
        return table_of_grids(columns, rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what the file must look like."""
        kwargs.setdefault("form", WorkbookForm())
        names = [one.name for one in (*self.draft.conditions, *self.draft.results)]
        return super().get_context_data(**kwargs, columns=names, export_url=self.url("export", self.object.pk))
