"""Input that arrives when nobody, or somebody else, is signed in: it is not saved, and it is not lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.csrf import csrf_failure as default_csrf_failure

from forms_app.errors import CoFillingOver

SCRIPTED = ("autosave", "presence")
# What belongs to the page and not to what was typed.
NOT_KEPT = ("csrfmiddlewaretoken",)
OF_THE_PAGE = (*NOT_KEPT, "revision", "writer", "sequence", "person", "draft", "section", "action", "back", "rows")

View = Callable[..., HttpResponseBase]


def sign_in_or_keep(view: View) -> View:
    """Let only people who are signed in through; what others post is shown back to them for a second try."""
    guarded = login_required(view)

    @wraps(view)
    def decide(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated or request.method != "POST":
            return guarded(request, *args, **kwargs)
        return kept_for_later(request)

    return decide


def is_other_person(request: HttpRequest) -> bool:
    """Say whether the page that sends this was opened by somebody else than who is signed in now."""
    opened_by = request.POST.get("person", "")
    return bool(opened_by) and opened_by != str(request.user.pk)


def kept_for_later(request: HttpRequest, *, other_person: bool = False) -> HttpResponse:
    """Return the input as a form that can be sent again after signing in; a script is told with 401 or 403."""
    status = 403 if other_person else 401
    error = "other_person" if other_person else "signed_out"
    if request.headers.get("X-Requested-With") in SCRIPTED:
        return JsonResponse({"error": error}, status=status)
    kept = [(name, text) for name, texts in request.POST.lists() if name not in NOT_KEPT for text in texts]
    context = {
        "kept": [] if other_person else kept,
        "other_person": other_person,
        "again": request.path,
        "sign_in": f"{reverse('account_login')}?next={reverse('forms_app:signed_in')}",
    }
    return render(request, "forms_app/kept.html", context, status=status)


def co_filling_over(request: HttpRequest, refusal: CoFillingOver) -> HttpResponse:
    """Tell somebody whose invitation was withdrawn so; what a page without scripts sent is shown back to them."""
    if request.headers.get("X-Requested-With") in SCRIPTED:
        return JsonResponse({"error": refusal.code, "message": refusal.message}, status=409)
    sent = [(name, texts) for name, texts in request.POST.lists() if name not in OF_THE_PAGE]
    typed = [text for name, texts in sent if not name.endswith(("-rows", "current_step")) for text in texts if text]
    context = {"message": refusal.message, "typed": typed}
    return render(request, "forms_app/co_filling_over.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Refuse a request without the right token; a step that our own page sent may be sent again.

    Signing in again, on another tab, changes the token under an open page. Whoever's page this comes from is told by
    the browser: another site's gets the plain refusal.
    """
    match = request.resolver_match
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if own and match is not None and match.view_name == "forms_app:step":
        if request.user.is_authenticated and is_other_person(request):
            return kept_for_later(request, other_person=True)
        response = kept_for_later(request)
        response.status_code = 403
        return response
    return default_csrf_failure(request, reason=reason)


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Say that the other tab can go on; where signing in from a form's page leads."""
    return render(request, "forms_app/signed_in.html")
