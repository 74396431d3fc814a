"""What differs between two versions of a form, or between the newest version and the draft in the builder."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from forms_app.admin.attributes import attribute_title
from forms_app.admin.versions import VersionPage
from forms_app.engine.form_diff import form_diff
from forms_app.engine.spec import FormSpec
from forms_app.selectors.versions import spec_of, versions_of
from forms_app.services.stream_of_form import spec_of_definition

DRAFT = "draft"


class DiffView(VersionPage):
    """Two states side by side: ?from=1&to=2, each a number or "draft"."""

    template_name = "forms_app/admin/diff.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("What has changed")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the history and this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.url("versions", self.definition.pk), "label": _("Published versions")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two states and what differs."""
        versions = {str(one.number): one for one in versions_of(self.definition.pk)}
        if not versions:
            raise Http404
        numbers = list(versions)
        newest = self.request.GET.get("to") or DRAFT
        older = self.request.GET.get("from") or (numbers[0] if newest == DRAFT else _before(numbers, newest))
        changes = [
            (change, [(attribute_title(one.name), one.before, one.after) for one in change.details])
            for change in form_diff(self._spec(older, versions), self._spec(newest, versions))
        ]
        published = [(one, _("Version %(number)s") % {"number": one}) for one in numbers]
        choices = [(DRAFT, _("Draft in the builder")), *published]
        return super().get_context_data(
            **kwargs, changes=changes, choices=choices, older=older, newest=newest, names=dict(choices)
        )

    def _spec(self, name: str, versions: dict[str, Any]) -> FormSpec:
        if name == DRAFT:
            return spec_of_definition(self.definition.get_latest_revision_as_object())
        if name not in versions:
            raise Http404
        return spec_of(versions[name])


def _before(numbers: list[str], newest: str) -> str:
    """Return the version before one; `numbers` begin with the newest."""
    place = numbers.index(newest) + 1 if newest in numbers else 0
    return numbers[min(place, len(numbers) - 1)]
