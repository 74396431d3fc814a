"""Who runs the site."""

from django.http import HttpRequest
from wagtail.models import Site

from cms.content.models import SiteIdentity


def site_identity(request: HttpRequest) -> SiteIdentity:
    """Return who runs the site that `request` reached; defaults where nobody has said so yet."""
    site = Site.find_for_request(request)
    return (site and SiteIdentity.objects.filter(site=site).first()) or SiteIdentity()
