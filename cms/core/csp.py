"""Two content security policies: strict for visitors and applicants, Wagtail's own needs below the admin prefix."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PilotdeskCSPMiddleware(CSPMiddleware):
    """Send the admin policy under the admin prefix and the strict nonce policy everywhere else.

    The two stay separate because browsers ignore 'unsafe-inline' as soon as a nonce is present.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A file of somebody else goes out with a sandbox of its own, which is stricter than any page's policy.
        if "Content-Security-Policy" in response:
            return response
        if request.path.startswith(settings.ADMIN_PATH_PREFIX):
            response["Content-Security-Policy"] = settings.ADMIN_CONTENT_SECURITY_POLICY
            return response
        return super().process_response(request, response)
