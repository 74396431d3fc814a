"""Case types in the admin: list, editor, versions, files."""

from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView, SnippetViewSet

from cases.admin.case_types import adapters  # noqa: F401  registers the browser's half of the inputs
from cases.admin.case_types.form import CaseTypeDefinitionForm
from cases.admin.case_types.moves import MoveListView, MoveView
from cases.admin.case_types.pages import DiffView, VersionListView, VersionPrintView, VersionView
from cases.admin.case_types.questions import CheckView, SuggestView
from cases.admin.case_types.simulate import SimulateView
from cases.admin.case_types.transfer import ExportView, ImportView
from cases.models import CaseType, CaseTypeDefinition, CaseTypeVersion


def _url(name: str, *args: Any) -> str:
    return reverse(CaseTypeDefinition.snippet_viewset.get_url_name(name), args=args)


def _buttons(pk: int) -> list[Button]:
    return [
        Button(_("Versions of the case type"), url=_url("versions", pk), icon_name="history", priority=15),
        Button(_("Move running cases"), url=_url("moves", pk), icon_name="redirect", priority=18),
        Button(_("Run on paper"), url=_url("simulate", pk), icon_name="view", priority=12),
        Button(_("Export as YAML"), url=_url("export", pk), icon_name="download", priority=25),
    ]


def status_of(definition: Any) -> str:
    """Return the status in words, from the columns of the list alone."""
    if not definition.live:
        return gettext("case type: draft")
    return (
        gettext("case type: published, with unpublished changes")
        if definition.has_unpublished_changes
        else gettext("case type: published")
    )


class CaseTypeEditView(EditView):
    """The editor, with the way to the versions and to the file."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add them."""
        return [*super().header_more_buttons, *_buttons(self.object.pk)]


class CaseTypeIndexView(IndexView):
    """The list, with the way to a case type from a file."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the import."""
        button = Button(_("Case type from a file"), url=_url("import"), icon_name="upload", priority=20)
        return [*super().header_more_buttons, button]

    def get_list_more_buttons(self, instance: CaseTypeDefinition) -> list[Button]:
        """Add the versions and the export."""
        return [*super().get_list_more_buttons(instance), *_buttons(instance.pk)]


class CaseTypeDeleteView(DeleteView):
    """Deletes what was never published: cases run on the versions of the others."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back whoever would delete a case type with versions."""
        if CaseType.objects.filter(key=self.object.key).exists():
            messages.error(request, gettext("A case type that was published cannot be deleted."))
            return redirect(_url("edit", self.object.pk))
        return super().dispatch(request, *args, **kwargs)


class CaseTypeDefinitionViewSet(SnippetViewSet):
    """Case types: drawn, previewed and published here."""

    model = CaseTypeDefinition
    icon = "clipboard-list"
    menu_label = _("Case types")
    menu_name = "case_types"
    menu_order = 121
    add_to_admin_menu = True
    index_view_class = CaseTypeIndexView
    edit_view_class = CaseTypeEditView
    delete_view_class = CaseTypeDeleteView
    list_display = [
        "__str__",
        Column("key", label=_("code of the case type"), accessor="key", sort_key="key"),
        Column("version", label=_("Version of the case type"), accessor="version_number", sort_key="version_number"),
        StatusTagColumn(
            "status", label=_("Standing"), accessor=status_of, primary=lambda one: one.live, sort_key="live"
        ),
        UpdatedAtColumn(),
    ]
    list_filter = ["live", "has_unpublished_changes"]
    # Plain LIKE: found by any part of a Chinese title, which the index backend cannot do.
    search_fields = ["title", "key"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = True

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("title"),
                            FieldRowPanel([FieldPanel("key"), FieldPanel("number_prefix")]),
                            FieldRowPanel([FieldPanel("confidentiality"), FieldPanel("retention")]),
                        ],
                        heading=_("Basics of the case type"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("form"),
                            FieldPanel("opening_first"),
                            FieldRowPanel([FieldPanel("opening_again"), FieldPanel("opening_office")]),
                        ],
                        heading=_("Form, and the actions that it takes by itself"),
                    ),
                    FieldPanel("phases", help_text=_("For the applicant's progress and for reports. May stay empty.")),
                ],
                heading=_("Basics of the case type"),
            ),
            ObjectList(
                [FieldPanel("states", help_text=_("Where a case may stand. Exactly one is the start."))],
                heading=_("States"),
            ),
            ObjectList(
                [FieldPanel("transitions", help_text=_("What leads from one state to another, and who may do it."))],
                heading=_("Actions on a case"),
            ),
            ObjectList([FieldPanel("deadlines"), FieldPanel("documents")], heading=_("Time limits and documents")),
            ObjectList(
                [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]), FieldPanel("change_note")],
                heading=_("Validity"),
            ),
        ],
        base_form_class=CaseTypeDefinitionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseTypeDefinition]:
        """Return all case types with the number of their newest version."""
        newest = CaseTypeVersion.objects.filter(case_type__key=OuterRef("key")).order_by().values("case_type__key")
        number = Subquery(newest.annotate(newest=Max("number")).values("newest"))
        return CaseTypeDefinition.objects.annotate(version_number=number)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages of the versions and the files, and what the editor asks."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        return [
            *super().get_urlpatterns(),
            path("import/", ImportView.as_view(**options), name="import"),
            path("export/<int:pk>/", ExportView.as_view(**options), name="export"),
            path("editor/check/", CheckView.as_view(**options), name="check"),
            path("editor/suggest/", SuggestView.as_view(**options), name="suggest"),
            path("moves/<int:pk>/", MoveListView.as_view(**options), name="moves"),
            path("moves/<int:pk>/<int:run>/", MoveView.as_view(**options), name="move"),
            path("simulate/<int:pk>/", SimulateView.as_view(**options), name="simulate"),
            path("versions/<int:pk>/", VersionListView.as_view(**options), name="versions"),
            path("versions/<int:pk>/diff/", DiffView.as_view(**options), name="diff"),
            path("versions/<int:pk>/<int:number>/", VersionView.as_view(**options), name="version"),
            path("versions/<int:pk>/<int:number>/print/", VersionPrintView.as_view(**options), name="version_print"),
            path("versions/<int:pk>/<int:number>/yaml/", ExportView.as_view(**options), name="version_yaml"),
        ]
