"""A case type run on paper before it is published."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cases.admin.case_types.pages import CaseTypePage
from cases.admin.case_types.problems import problems_of
from cases.engine.reading import definition_from_json
from cases.engine.shape import shape_faults
from cases.requests import SignedInRequest
from cases.selectors.simulation import Simulation, simulation
from cases.services.case_type_editor import document_in


class SimulateView(CaseTypePage):
    """Shows the ways through the draft, who acts, the latest days, and what past cases would meet."""

    request: SignedInRequest
    template_name = "cases/admin/case_types/simulate.html"
    header_icon = "view"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Run on paper")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found; only a draft that can be read has ways."""
        problems = problems_of(self.definition)
        return super().get_context_data(
            **kwargs,
            problems=problems,
            blocked=any(one["blocks"] for one in problems),
            start=self._start(),
            found=self._found(),
            edit_url=self.url("edit", self.definition.pk),
            names=self._titles(),
        )

    def _start(self) -> dt.date:
        try:
            return parse_date(self.request.GET.get("start", "")) or timezone.localdate()
        except ValueError:
            return timezone.localdate()

    def _found(self) -> Simulation | None:
        document = document_in(self.definition)
        states = document.get("states") or ()
        if shape_faults(document) or sum(one.get("kind") == "start" for one in states) != 1:
            return None
        known = {one["key"] for one in states} | {"$origin"}
        ends = [one["to"] if isinstance(one["to"], list) else [one["to"]] for one in document["transitions"]]
        if any(target not in known for targets in ends for target in targets):
            return None
        return simulation(definition_from_json(document), self.request.user, self._start())

    def _titles(self) -> dict[str, str]:
        document = document_in(self.definition)
        return {one.get("key", ""): one.get("title", "") for one in document.get("transitions", ())}
