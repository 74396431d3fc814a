"""The library of sections as a list: rename, look at what is inside, take out."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from forms_app.models import LibrarySection
from forms_app.services.section_library import library_uses

SHOWN_LABELS = 6


class LibraryIndexView(generic.IndexView):
    """What is in the library, and in which forms copies of it are."""

    @cached_property
    def uses(self) -> dict[int, list[str]]:
        """Return the titles of the forms with copies, by section."""
        return library_uses()

    @cached_property
    def columns(self) -> list[Column]:
        """Return name, questions, forms and day."""
        return [
            self._get_title_column("name"),
            Column("questions", label=_("Questions"), accessor=questions),
            Column("forms", label=_("Copies in"), accessor=lambda one: "、".join(self.uses.get(one.pk, ())) or "—"),
            Column("saved_by", label=_("Saved by"), accessor="saved_by"),
            DateColumn("saved_at", label=_("Saved"), width="12%"),
        ]


class LibraryDeleteView(generic.DeleteView):
    """The question before a section is taken out."""

    @property
    def confirmation_message(self) -> str:
        """Say what becomes of the copies."""
        count = len(library_uses().get(self.object.pk, ()))
        if not count:
            return _("The section is taken out of the library. No form has a copy of it.")
        return ngettext(
            "The section is taken out of the library. The copy in %(count)d form stays as it is.",
            "The section is taken out of the library. The copies in %(count)d forms stay as they are.",
            count,
        ) % {"count": count}


def questions(section: LibrarySection) -> str:
    """Return how many questions a section asks, and the first of them."""
    labels = [one.get("label", "") for one in section.content.get("fields", ())]
    first = "、".join(labels[:SHOWN_LABELS]) + ("…" if len(labels) > SHOWN_LABELS else "")
    return ngettext("%(count)d: %(labels)s", "%(count)d: %(labels)s", len(labels)) % {
        "count": len(labels),
        "labels": first,
    }


class LibrarySectionViewSet(ModelViewSet):
    """Sections kept for reuse. A copy goes its own way, so that renaming or deleting one here changes no form."""

    model = LibrarySection
    name = "section_library"
    url_prefix = "section-library"
    icon = "folder-inverse"
    menu_label = gettext_lazy("Section library")
    menu_name = "section-library"
    menu_order = 121
    add_to_admin_menu = True
    form_fields = ["name"]
    index_view_class = LibraryIndexView
    delete_view_class = LibraryDeleteView
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[LibrarySection]:
        """Return the sections with who saved them."""
        return LibrarySection.objects.select_related("saved_by")
