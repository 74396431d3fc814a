"""The one API of the site; each room brings its router."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from cases.api.router import router as cases_router
from cases.facade import CaseError, StaleRevision
from cms.api.problems import install_problems, problem

# The session cookie signs in, and ninja then asks for the CSRF token on every unsafe request.
api = NinjaAPI(title="Pilotdesk", version="1", urls_namespace="api-v1", auth=django_auth, docs_url=None)
install_problems(api)
api.add_router("/cases", cases_router)


@api.exception_handler(CaseError)
def case_error(request: HttpRequest, error: CaseError) -> HttpResponse:
    """Say in words why the case was not moved; after a stale revision also where it stands now."""
    extra = {"state": error.state, "revision": error.revision} if isinstance(error, StaleRevision) else None
    return problem(status=error.status, code=error.code, detail=error.message, extra=extra)
