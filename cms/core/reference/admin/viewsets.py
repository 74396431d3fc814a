"""Rule tables, code lists and the calendar in the admin."""

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import policy_registry

from cms.core.reference.admin.calendar_pages import CalendarIndexView, CalendarYearView
from cms.core.reference.admin.code_list_pages import CodeListExportView, CodeListImportView
from cms.core.reference.admin.forms import CodeListForm, RuleTableForm
from cms.core.reference.admin.pages import SaysRefusals
from cms.core.reference.admin.rule_pages import (
    ExportView,
    ImportView,
    PublishView,
    TryView,
    VersionsView,
    VersionView,
)
from cms.core.reference.models import CalendarYear, CodeList, RuleTableDefinition
from cms.core.reference.services.code_lists import code_list_save
from cms.core.reference.services.rule_tables import rule_table_save


class _StoresRules(SaysRefusals):
    def save_instance(self: Any) -> RuleTableDefinition:
        """Store by the service, which keeps the audit entry and refuses stale forms."""
        form = self.form
        return rule_table_save(
            definition=form.instance,
            table=form.table,
            expected_revision=form.expected_revision,
            actor=self.request.user,
        )


class RuleTableAddView(_StoresRules, generic.CreateView):
    def get_success_url(self) -> str:
        """Stay with the new table."""
        return str(self.get_edit_url())


class RuleTableEditView(_StoresRules, generic.EditView):
    """The draft, with the ways to its versions."""

    def get_success_url(self) -> str:
        """Stay with the table: saving is not the end of the work."""
        return str(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Return what is done most: try and publish."""
        buttons = [HeaderButton(_("Try out"), url=self.page("try"), icon_name="view", priority=10)]
        if self.permission_policy.user_has_permission(self.request.user, "publish"):
            buttons.append(HeaderButton(_("Publish"), url=self.page("publish"), icon_name="upload", priority=20))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add versions and Excel."""
        return [
            *super().header_more_buttons,
            Button(_("Published versions"), url=self.page("versions"), icon_name="history", priority=15),
            Button(_("Export to Excel"), url=self.page("export"), icon_name="download", priority=20),
            Button(_("Import from Excel"), url=self.page("import"), icon_name="upload", priority=25),
        ]

    def page(self, name: str) -> str:
        """Return the address of a page of this table."""
        return reverse(f"rule_tables:{name}", args=[self.object.pk])


class RuleTableIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RuleTableDefinition]:
        """Return the tables with the number of their newest version."""
        return super().get_base_queryset().annotate(newest=Max("versions__number"))


class RuleTableViewSet(ModelViewSet):
    """Decision tables, read by LOOKUP in formulas."""

    model = RuleTableDefinition
    name = "rule_tables"
    url_prefix = "rule-tables"
    icon = "table"
    menu_label = _("Rule tables")
    ordering = ["name"]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("code", label=_("code"), sort_key="code"),
        Column("source", label=_("source article")),
        Column("newest", label=_("Published version"), sort_key="newest"),
        UpdatedAtColumn(),
    ]
    search_fields = ["name", "code", "source"]
    search_backend_name = None
    index_view_class = RuleTableIndexView
    add_view_class = RuleTableAddView
    edit_view_class = RuleTableEditView

    def get_form_class(self, for_update: bool = False) -> type[RuleTableForm]:
        """Return the form with the two grids."""
        return RuleTableForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages of a table."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        pages: dict[str, Any] = {
            "publish": PublishView,
            "versions": VersionsView,
            "try": TryView,
            "export": ExportView,
            "import": ImportView,
        }
        return [
            *super().get_urlpatterns(),
            *(path(f"{name}/<int:pk>/", view.as_view(**options), name=name) for name, view in pages.items()),
            path("versions/<int:pk>/<int:number>/", VersionView.as_view(**options), name="version"),
        ]


class _StoresItems(SaysRefusals):
    def save_instance(self: Any) -> CodeList:
        """Store by the service, which keeps the audit entry and refuses stale forms."""
        form = self.form
        return code_list_save(
            code_list=form.instance,
            items=form.cleaned_data["items"],
            expected_revision=form.expected_revision,
            actor=self.request.user,
        )


class CodeListAddView(_StoresItems, generic.CreateView):
    pass


class CodeListEditView(_StoresItems, generic.EditView):
    """The items, with Excel."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add Excel."""
        pages = [("export", _("Export to Excel"), "download"), ("import", _("Import from Excel"), "upload")]
        own = [
            Button(label, url=reverse(f"code_lists:{name}", args=[self.object.pk]), icon_name=icon, priority=20)
            for name, label, icon in pages
        ]
        return [*super().header_more_buttons, *own]


class CodeListIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[CodeList]:
        """Return the lists with the number of their items."""
        return super().get_base_queryset().annotate(size=Count("items"))


class CodeListViewSet(ModelViewSet):
    """Lists of options for forms."""

    model = CodeList
    name = "code_lists"
    url_prefix = "code-lists"
    icon = "list-ul"
    menu_label = _("Code lists")
    ordering = ["name"]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("code", label=_("code"), sort_key="code"),
        Column("size", label=_("Items"), sort_key="size"),
        Column("source", label=_("source")),
        UpdatedAtColumn(),
    ]
    search_fields = ["name", "code", "source"]
    search_backend_name = None
    index_view_class = CodeListIndexView
    add_view_class = CodeListAddView
    edit_view_class = CodeListEditView

    def get_form_class(self, for_update: bool = False) -> type[CodeListForm]:
        """Return the form with the grid."""
        return CodeListForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add Excel."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        return [
            *super().get_urlpatterns(),
            path("export/<int:pk>/", CodeListExportView.as_view(**options), name="export"),
            path("import/<int:pk>/", CodeListImportView.as_view(**options), name="import"),
        ]


def calendar_policy() -> Any:
    """Return who may do what to the calendar."""
    return policy_registry.get_by_type(CalendarYear)


class CalendarMenuItem(MenuItem):
    """The entry in the menu."""

    def is_shown(self, request: Any) -> bool:
        """Show it to those who may at least look."""
        return bool(calendar_policy().user_has_any_permission(request.user, ["add", "change", "view"]))


class CalendarViewSet(ViewSet):
    """The working-day calendar."""

    name = "work_calendar"
    url_prefix = "work-calendar"
    icon = "date"
    menu_label = _("Working days")

    menu_item_class = CalendarMenuItem

    @cached_property
    def permission_policy(self) -> Any:
        """Return who may change the calendar."""
        return calendar_policy()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the years and one year."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        return [
            path("", CalendarIndexView.as_view(**options), name="index"),
            path("<int:year>/", CalendarYearView.as_view(**options), name="year"),
        ]


class ReferenceViewSetGroup(ModelViewSetGroup):
    """The menu 基础数据."""

    menu_label = _("Reference data")
    menu_name = "reference"
    menu_icon = "table"
    menu_order = 240
    items = (RuleTableViewSet, CodeListViewSet, CalendarViewSet)
