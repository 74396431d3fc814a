"""Is this sheet genuine? Open to everybody who holds it; says no more than the paper itself."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.throttle import allowed_again
from forms_app.engine.check_code import code_from
from forms_app.selectors.verification import verified

# Per minute and address of the network. A guess hits once in ten million million times; nobody is to try.
ATTEMPTS = 30


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code; one that was typed leads to its page."""
    typed = request.GET.get("code", "").strip()[:200]
    if not typed:
        return render(request, "forms_app/verify.html", {"typed": ""})
    code = code_from(typed)
    if code is None:
        return render(request, "forms_app/verify.html", {"typed": typed, "mistyped": True}, status=400)
    return redirect("verify:code", code)


@never_cache
@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a sheet with this code was printed here, and what has become of it."""
    if not allowed_again("verify", get_adapter().get_client_ip(request), limit=ATTEMPTS, seconds=60):
        return render(request, "429.html", status=429)
    read = code_from(code)
    if read is None:
        return render(request, "forms_app/verify.html", {"typed": code[:200], "mistyped": True}, status=404)
    if read != code:
        return redirect("verify:code", read)
    found = verified(read)
    context = {"typed": read, "code": read, "sheets": found}
    return render(request, "forms_app/verify.html", context, status=200 if found else 404)
