"""Who runs the site."""

from django.http import HttpRequest
from wagtail.models import Site

from cms.content.models import SiteIdentity
from cms.content.services.content_version import ContentCache

_identities: ContentCache[SiteIdentity] = ContentCache(size=16, seconds=60)


def site_identity(request: HttpRequest) -> SiteIdentity:
    """Return who runs the site that `request` reached; defaults where nobody has said so yet."""
    return _identities.get_or_make(request.get_host(), lambda: _read(request))


def _read(request: HttpRequest) -> SiteIdentity:
    site = Site.find_for_request(request)
    return (site and SiteIdentity.objects.filter(site=site).first()) or SiteIdentity()
