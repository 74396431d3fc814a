"""The library of sections as the builder asks for it."""

from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forms_app.admin.builder import BuilderView
from forms_app.models import LibrarySection
from forms_app.services.section_library import library_section_save, library_uses, section_copy_state


class LibraryView(BuilderView):
    """What is in the library, and where copies of it are."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """List the sections with the labels of their fields."""
        uses = library_uses()
        sections = [
            {
                "pk": one.pk,
                "name": one.name,
                "labels": [field.get("label", "") for field in one.content.get("fields", ())],
                "used": _used(uses.get(one.pk, ())),
            }
            for one in LibrarySection.objects.all()
        ]
        return JsonResponse({"sections": sections})


class LibrarySaveView(BuilderView):
    """Take a section of the form in the browser into the library."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Save it under the name that was given."""
        form = self.form(request)
        index, name = request.POST.get("section", ""), request.POST.get("name", "").strip()[:200]
        readable = {"sections", "checks"} <= form.cleaned_data.keys()
        if not readable or not name or not index.isdecimal() or int(index) >= len(form.cleaned_data["sections"]):
            message = _("This could not be saved. Correct the faults first.")
            return JsonResponse({"ok": False, "message": message})
        saved = library_section_save(definition=form.built(), index=int(index), name=name, actor=self.actor)
        message = _("“%(name)s” is in the section library.") % {"name": saved.name}
        return JsonResponse({"ok": True, "message": message})


class LibraryCopyView(BuilderView):
    """Make a copy of a section for the form in the browser."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Return it as the builder shows it."""
        pk = request.GET.get("pk", "")
        section = get_object_or_404(LibrarySection, pk=pk if pk.isdecimal() else 0)
        return JsonResponse({"state": section_copy_state(section)})


def _used(titles: Sequence[str]) -> str:
    return _("Used in: %(forms)s") % {"forms": "、".join(titles)} if titles else _("Not used yet")
