"""The one door of the publishing room."""

from django.http import HttpRequest
from wagtail.models import Site

from cms.content.models import SiteIdentity


def site_identity(request: HttpRequest) -> SiteIdentity:
    """Return who runs the site that `request` reached; defaults where no site is set up yet."""
    site = Site.find_for_request(request)
    return SiteIdentity.for_site(site) if site else SiteIdentity()
