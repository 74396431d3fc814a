"""Errors of the API as problem details (RFC 9457), with words for people in the language of the request."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

CONTENT_TYPE = "application/problem+json"


def problem(*, status: int, code: str, detail: str, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """Return a problem document: `code` for programs, `detail` for people."""
    body = {"type": f"about:blank#{code}", "status": status, "code": code, "detail": detail, **(extra or {})}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def install_problems(api: NinjaAPI) -> None:
    """Make every error of `api` a problem document."""

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(status=401, code="not_signed_in", detail=_("Sign in first."))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(status=404, code="not_found", detail=_("It does not exist or is not open to you."))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 403:
            return problem(status=403, code="forbidden", detail=_("The request was refused. Open the page again."))
        return problem(status=error.status_code, code="refused", detail=str(error))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [{"at": [str(part) for part in item["loc"]], "kind": item["type"]} for item in error.errors]
        return problem(
            status=422,
            code="invalid",
            detail=_("The request does not have the expected shape."),
            extra={"faults": faults},
        )
