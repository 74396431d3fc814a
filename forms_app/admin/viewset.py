"""Forms in the admin: list, builder, version history."""

from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from forms_app.admin.builder import CheckView, SuggestView
from forms_app.admin.diff_page import DiffView
from forms_app.admin.form import FormDefinitionForm
from forms_app.admin.import_pages import ImportStartView
from forms_app.admin.library import LibraryCopyView, LibrarySaveView, LibraryView
from forms_app.admin.paper_template import PaperTemplateView
from forms_app.admin.trial import TrialFilesView, TrialView
from forms_app.admin.versions import VersionListView, VersionView
from forms_app.admin.word_import import WordImportView
from forms_app.admin.xlsform import XlsFormExportView, XlsFormImportView
from forms_app.models import FormDefinition


def versions_url(pk: int) -> str:
    """Return the address of a form's version history."""
    return reverse(FormDefinition.snippet_viewset.get_url_name("versions"), args=[pk])


def _versions_button(pk: int) -> Button:
    return Button(_("Published versions"), url=versions_url(pk), icon_name="history", priority=15)


def _export_button(pk: int) -> Button:
    url = reverse(FormDefinition.snippet_viewset.get_url_name("export_xlsform"), args=[pk])
    return Button(_("Export as XLSForm"), url=url, icon_name="download", priority=25)


def status_of(form: Any) -> str:
    """Return the status in words, from the columns of the list alone: Wagtail's own asks the database per row."""
    if form.scheduled_for:
        return gettext("published, next version scheduled") if form.live else gettext("scheduled")
    if not form.live:
        return gettext("expired") if form.expired else gettext("draft")
    return gettext("published, with unpublished changes") if form.has_unpublished_changes else gettext("published")


def _template_button(pk: int) -> Button:
    url = reverse(FormDefinition.snippet_viewset.get_url_name("paper_template"), args=[pk])
    return Button(_("Word template"), url=url, icon_name="doc-full", priority=16)


class FormEditView(EditView):
    """The builder, with the way to the published versions."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the trial, the version history and the export."""
        trial = reverse(FormDefinition.snippet_viewset.get_url_name("trial"), args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Try filling in"), url=trial, icon_name="edit", priority=12),
            _versions_button(self.object.pk),
            _template_button(self.object.pk),
            _export_button(self.object.pk),
        ]


class FormIndexView(IndexView):
    """The list of forms, with the way to a form from a file."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the import."""
        url = reverse(FormDefinition.snippet_viewset.get_url_name("import"))
        return [*super().header_more_buttons, Button(_("Form from a file"), url=url, icon_name="upload", priority=20)]

    def get_list_more_buttons(self, instance: FormDefinition) -> list[Button]:
        """Add the version history."""
        return [*super().get_list_more_buttons(instance), _versions_button(instance.pk), _export_button(instance.pk)]


class FormDefinitionViewSet(SnippetViewSet):
    """Forms: built, previewed and published here."""

    model = FormDefinition
    icon = "form"
    menu_label = _("Forms")
    menu_name = "forms"
    menu_order = 120
    add_to_admin_menu = True
    index_view_class = FormIndexView
    edit_view_class = FormEditView
    list_display = [
        "__str__",
        Column("code", label=_("Code"), accessor="code", sort_key="code"),
        Column("version", label=_("Version"), accessor="version_number", sort_key="version_number"),
        StatusTagColumn(
            "status", label=_("Status"), accessor=status_of, primary=lambda form: form.live, sort_key="live"
        ),
        UpdatedAtColumn(),
    ]
    list_filter = ["live", "has_unpublished_changes"]
    # Plain LIKE: a form is found by any part of its Chinese title, which the index backend cannot do.
    search_fields = ["title", "code"]
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
                            FieldRowPanel([FieldPanel("code"), FieldPanel("reference_prefix")]),
                        ],
                        heading=_("Basics"),
                    ),
                    FieldPanel(
                        "sections",
                        help_text=_("Press + to add a section, then + inside the section for each thing that it asks."),
                    ),
                ],
                heading=_("Form content"),
            ),
            ObjectList(
                [
                    FieldPanel(
                        "checks",
                        help_text=_("Rules over several answers, and what is said when one does not hold."),
                    )
                ],
                heading=_("Checks"),
            ),
            ObjectList(
                [FieldPanel("title_en"), FieldPanel("paper_title"), FieldPanel("notes")],
                heading=_("Official sheet"),
            ),
            ObjectList(
                [
                    FieldPanel("audience"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("stages_at_start"), FieldPanel("later_note")]),
                    FieldPanel("sinks"),
                    PublishingPanel(),
                ],
                heading=_("Acceptance"),
            ),
        ],
        base_form_class=FormDefinitionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormDefinition]:
        """Return all forms with the number of their newest version and when a scheduled one is due."""
        return FormDefinition.objects.annotate(
            version_number=Max("versions__number"), scheduled_for=Max("_revisions__approved_go_live_at")
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages of the published versions and of the import, and what the builder asks."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        return [
            *super().get_urlpatterns(),
            path("import/", ImportStartView.as_view(**options), name="import"),
            path("import/xlsform/", XlsFormImportView.as_view(**options), name="import_xlsform"),
            path("xlsform/<int:pk>/", XlsFormExportView.as_view(**options), name="export_xlsform"),
            path("import/word/", WordImportView.as_view(**options), name="import_word"),
            path("builder/check/", CheckView.as_view(**options), name="builder_check"),
            path("builder/suggest/", SuggestView.as_view(**options), name="builder_suggest"),
            path("builder/library/", LibraryView.as_view(**options), name="builder_library"),
            path("builder/library/save/", LibrarySaveView.as_view(**options), name="builder_library_save"),
            path("builder/library/copy/", LibraryCopyView.as_view(**options), name="builder_library_copy"),
            path("trial/<int:pk>/", self._trial(), name="trial"),
            path("trial/<int:pk>/files/", self._trial_files(), name="trial_files"),
            path("trial/<int:pk>/files/<uuid:attachment_id>/remove/", self._trial_files(), name="trial_file_remove"),
            path("trial/<int:pk>/s/<str:step>/", self._trial(), name="trial_step"),
            path("versions/<int:pk>/diff/", DiffView.as_view(**options), name="diff"),
            path("paper-template/<int:pk>/", PaperTemplateView.as_view(**options), name="paper_template"),
            path("versions/<int:pk>/", VersionListView.as_view(**options), name="versions"),
            path("versions/<int:pk>/<int:number>/", VersionView.as_view(**options), name="version"),
        ]

    def _trial_files(self) -> Any:
        return require_admin_access(TrialFilesView.as_view(permission_policy=self.permission_policy, viewset=self))

    def _trial(self) -> Any:
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        view = TrialView.as_view(url_name=self.get_url_name("trial_step"), done_step_name="check", **options)
        return require_admin_access(view)
