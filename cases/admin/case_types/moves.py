"""Moving running cases to another version: a map of states, what would become of each case, and the move itself."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cases.admin.case_types.pages import CaseTypePage
from cases.errors import CaseError
from cases.models import CaseTypeVersion, MigrationRun
from cases.requests import SignedInRequest
from cases.selectors.definitions import definition_of
from cases.selectors.moves import counts_of, results_seen_by, runs_of, state_rows
from cases.services.migrate_cases import plan_migration
from cases.services.move_tasks import start_move, take_back_move

PAGE = 50
REFRESH_SECONDS = 3


class _MovePage(CaseTypePage):
    """A page of moves; whoever may publish the procedure may move its cases."""

    request: SignedInRequest
    header_icon = "redirect"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who may not publish."""
        if not self.permission_policy.user_has_permission(request.user, "publish"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MoveListView(_MovePage):
    """What was moved before, and where to begin."""

    template_name = "cases/admin/case_types/moves.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Move running cases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the moves before, and the map of states where two versions were chosen."""
        context = super().get_context_data(
            **kwargs, runs=[(run, self._run_url(run)) for run in runs_of(self.definition.key)[:PAGE]], chosen=None
        )
        pair = self._pair(self.request.GET)
        if pair is not None:
            old, new = pair
            states = [(state.key, state.title) for state in definition_of(new).states]
            context |= {"chosen": pair, "rows": state_rows(old, new), "states": states}
        return context

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Judge every case by the map, and show what was found."""
        pair = self._pair(request.POST)
        if pair is None:
            raise Http404
        rows = state_rows(*pair)
        states = {row.key: chosen for row in rows if (chosen := request.POST.get(f"state-{row.key}", ""))}
        note = request.POST.get("note", "").strip()[:500]
        try:
            run = plan_migration(old=pair[0], new=pair[1], states=states, note=note, actor=request.user)
        except CaseError as error:
            messages.error(request, error.message)
            return redirect(f"{request.path}?old={pair[0].number}&new={pair[1].number}")
        return redirect(self._run_url(run))

    def _pair(self, data: Mapping[str, str]) -> tuple[CaseTypeVersion, CaseTypeVersion] | None:
        found = [self.versions.get(data.get(name, "")) for name in ("old", "new")]
        if found[0] is None or found[1] is None or found[0] is found[1]:
            return None
        return found[0].version, found[1].version

    def _run_url(self, run: MigrationRun) -> str:
        return self.url("move", self.definition.pk, run.pk)


class MoveView(_MovePage):
    """One move: what would become of the cases, how far it is, and what became of them."""

    template_name = "cases/admin/case_types/move.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the move."""
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(runs_of(self.definition.key), pk=kwargs["run"])

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Move from version %(old)s to version %(new)s") % {
            "old": self.run.old.number,
            "new": self.run.new.number,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and have it come again by itself as long as the worker is at it."""
        response = super().get(request, *args, **kwargs)
        if self.run.status in (MigrationRun.Status.RUNNING, MigrationRun.Status.REVERTING):
            response.headers["Refresh"] = str(REFRESH_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts and a page of the outcomes that the person may see."""
        results = results_seen_by(self.run, self.request.user)
        page = Paginator(results, PAGE).get_page(self.request.GET.get("p"))
        counts = counts_of(self.run)
        return super().get_context_data(
            **{**kwargs, "run": self.run},
            counts=counts,
            total=sum(count for _words, count in counts),
            page=page,
            list_url=self.url("moves", self.definition.pk),
        )

    def post(self, request: SignedInRequest, pk: int, run: int) -> HttpResponse:
        """Start the move, or take it back."""
        acts = {"start": start_move, "back": take_back_move}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        if not request.POST.get("checked"):
            messages.error(request, _("Confirm first that you have looked at the outcomes."))
        else:
            try:
                act(self.run)
            except CaseError as error:
                messages.error(request, error.message)
        return redirect(request.path)
