"""Page types and settings of the publishing room."""

from cms.content.models.identity import SiteIdentity

__all__ = ["SiteIdentity"]
