"""How far is my case? For everybody who holds its number and the credit code, without an account."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.selectors.public_progress import public_progress
from cms.core.identifiers import normalise_credit_code
from cms.core.text import to_half_width
from cms.core.throttle import allowed_again

# Per minute and address of the network: enough for an enterprise with many cases, nothing for somebody who guesses.
ATTEMPTS = 10
TEMPLATE = "cases/progress.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for both, and show the progress. By POST: neither stands in an address, a log or a browser's history."""
    if request.method != "POST":
        return render(request, TEMPLATE)
    typed = {name: request.POST.get(name, "").strip()[:100] for name in ("number", "credit_code")}
    if not all(typed.values()):
        return render(request, TEMPLATE, {**typed, "incomplete": True}, status=400)
    if not allowed_again("progress", get_adapter().get_client_ip(request), limit=ATTEMPTS, seconds=60):
        return render(request, TEMPLATE, {**typed, "too_often": True}, status=429)
    number = to_half_width(typed["number"]).upper()
    found = public_progress(number, normalise_credit_code(typed["credit_code"]))
    return render(request, TEMPLATE, {**typed, "progress": found, "unknown": found is None})
