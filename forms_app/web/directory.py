"""Looking something up in a directory while filling in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cms.accounts.facade import acting_roles
from cms.core.throttle import allowed_again
from forms_app.directories import registered_directories

# Per minute and person: somebody who types asks some times, nobody copies a directory this way.
ATTEMPTS = 60
LONGEST_QUERY = 100


@login_required
@require_safe
def search(request: HttpRequest, name: str) -> JsonResponse:
    """Answer a script with the entries whose name holds what was typed, below the entry `above`.

    Only for people who act for somebody.
    """
    directory = registered_directories().get(name)
    if directory is None or not acting_roles(request.user):
        raise Http404
    if not allowed_again("directory", request.user.pk, limit=ATTEMPTS, seconds=60):
        return JsonResponse({"error": "throttled"}, status=429)
    text, above = (request.GET.get(one, "")[:LONGEST_QUERY] for one in ("q", "above"))
    found = directory.find(text, above)
    return JsonResponse({"entries": [{"id": one.id, "text": one.text, "detail": one.detail} for one in found]})
