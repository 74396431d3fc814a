"""The page of one case at the desk, and the actions on it."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from cases.admin.case_view import CaseView, whole_number
from cases.errors import CaseError, StaleRevision
from cases.requests import SignedInRequest
from cases.selectors.actions import Action
from cases.selectors.body_view import body_view
from cases.selectors.deadlines import term_views
from cases.selectors.dossier import dossier, meanwhile, reads
from cases.selectors.handling import handling
from cases.selectors.sheet import sheet_of
from cases.services.log_read import log_read
from cases.services.perform import perform


@method_decorator(never_cache, name="dispatch")
class DetailView(CaseView):
    """Answers, remarks, actions, history, files and reads of one case."""

    template_name = "cases/admin/detail.html"

    def get(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the case and note that it was read."""
        log_read(self.object, request.user, "detail")
        return self.page()

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the page, with what an action that failed has to say."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the case; the key of the next action is made anew with each rendering."""
        case, user = self.object, self.request.user
        return super().get_context_data(
            case=case,
            dossier=dossier(case, user, "staff"),
            body=body_view(case, user),
            reads=reads(case),
            terms=term_views(case, user),
            handling=handling(case, user),
            list_url=self.list_url(),
            sheet=sheet_of(case, user, round=self._round()),
            **{"idempotency_key": uuid.uuid4().hex, **kwargs},
        )

    def _round(self) -> int | None:
        number = whole_number(self.request.GET.get("round", ""))
        return number if number >= 0 else None


class PerformView(DetailView):
    """Takes one transition; asks first where it cannot be undone; on failure shows the page with what was typed."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, number: str, transition: str) -> HttpResponse:
        """Ask, act, and say what came of it."""
        file = dossier(self.object, request.user, "staff")
        action = next((item for item in file.actions if item.key == transition), None)
        asked = action is not None and action.confirm and not request.POST.get("confirmed")
        if asked and self._revision() == self.object.revision:
            return self._ask(action)
        try:
            perform(
                case_id=self.object.pk,
                transition=transition,
                expected_revision=self._revision(),
                idempotency_key=request.POST.get("idempotency_key", ""),
                actor=request.user,
                payload={**self._typed(), "internal": bool(request.POST.get("internal"))},
            )
        except CaseError as error:
            return self._refused(error)
        messages.success(
            request, _("“%(action)s” has been recorded.") % {"action": action.title if action else transition}
        )
        return redirect(self.detail_url())

    def _revision(self) -> int:
        return whole_number(self.request.POST.get("expected_revision", ""))

    def _typed(self) -> dict[str, Any]:
        post = self.request.POST
        return {
            "comment": post.get("comment", ""),
            "internal": post.get("internal", ""),
            "target": post.get(f"target-{self.kwargs['transition']}", ""),
        }

    def _ask(self, action: Action | None) -> HttpResponse:
        self.template_name = "cases/admin/confirm.html"
        titles = dict(action.targets) if action else {}
        return self.page(
            action=action,
            target_title=titles.get(self._typed()["target"], ""),
            idempotency_key=self.request.POST.get("idempotency_key", ""),
            expected_revision=self._revision(),
            **self._typed(),
        )

    def _refused(self, error: CaseError) -> HttpResponse:
        # The row may have moved since setup() read it.
        self.object.refresh_from_db()
        happened = meanwhile(self.object, self._revision()) if isinstance(error, StaleRevision) else ()
        return self.page(status=error.status, error=error, meanwhile=happened, **self._typed())
