"""Claim, release, hand over, copy, urge and take back at the desk."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cases.admin.case_view import whole_number
from cases.admin.detail import DetailView
from cases.errors import CaseError
from cases.requests import SignedInRequest
from cases.services.handling import claim, mark_read, release, send_copy, transfer
from cases.services.recall import recall
from cases.services.urge import urge
from cms.accounts.models import User

Act = Callable[["HandlingView"], object]


class HandlingView(DetailView):
    """Takes one of these steps; on failure shows the page with what was typed."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, number: str, act: str) -> HttpResponse:
        """Act, and say what came of it."""
        if act not in ACTS:
            raise Http404
        take, said = ACTS[act]
        try:
            take(self)
        except CaseError as error:
            self.object.refresh_from_db()
            return self.page(status=error.status, error=error, acted=act, note=self.note)
        messages.success(request, said())
        return redirect(self.detail_url())

    @property
    def note(self) -> str:
        """Return the reason or note that was typed."""
        return self.request.POST.get("note", "")

    def step(self, *, expects: bool = True) -> dict[str, Any]:
        """Return what every step is told: the case, the person, the key, the revision that the page showed."""
        post = self.request.POST
        arguments: dict[str, Any] = {
            "case_id": self.object.pk,
            "actor": self.request.user,
            "idempotency_key": post.get("idempotency_key", ""),
        }
        if expects:
            arguments["expected_revision"] = whole_number(post.get("expected_revision", ""))
        return arguments

    def chosen(self) -> list[User]:
        """Return the people who were chosen."""
        ids = [whole_number(one) for one in self.request.POST.getlist("to")]
        return list(User.objects.filter(pk__in=ids).order_by("pk"))


def _transfer(view: HandlingView) -> object:
    # Nobody chosen is refused like oneself: the message asks for a person.
    to = next(iter(view.chosen()), view.request.user)
    return transfer(**view.step(), to=to, reason=view.note)


ACTS: dict[str, tuple[Act, Callable[[], str]]] = {
    "claim": (lambda view: claim(**view.step()), lambda: _("The case is now yours to handle.")),
    "release": (lambda view: release(**view.step()), lambda: _("Everybody of your role may handle the case again.")),
    "transfer": (_transfer, lambda: _("The case has been handed over; your colleague has been told.")),
    "copy": (
        lambda view: send_copy(**view.step(), to=view.chosen(), note=view.note),
        lambda: _("The copy has been sent."),
    ),
    "read": (
        lambda view: mark_read(case=view.object, user=view.request.user),
        lambda: _("The copy is among what you have read."),
    ),
    "urge": (lambda view: urge(**view.step(expects=False), note=view.note), lambda: _("The reminder has been sent.")),
    "recall": (lambda view: recall(**view.step(), reason=view.note), lambda: _("The step has been taken back.")),
}
