"""Page types and settings of the publishing room."""

from cms.content.models.change import ContentChange
from cms.content.models.identity import SiteIdentity
from cms.content.models.notices import NoticeIndexPage, NoticePage
from cms.content.models.policies import PolicyIndexPage, PolicyPage
from cms.content.models.product import Product

__all__ = [
    "ContentChange",
    "NoticeIndexPage",
    "NoticePage",
    "PolicyIndexPage",
    "PolicyPage",
    "Product",
    "SiteIdentity",
]
