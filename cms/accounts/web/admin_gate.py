"""Applicants never get into the admin: a clear page instead of a circle between admin and sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class AdminGateMiddleware:
    """Answer 403 below the admin prefix to people who are signed in but hold no role that opens it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path.startswith(settings.ADMIN_PATH_PREFIX)
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            return render(request, "accounts/admin_forbidden.html", status=403)
        return self.get_response(request)
