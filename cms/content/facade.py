"""The one door of the publishing room."""

from cms.content.models.base import BasePage
from cms.content.selectors.articles import latest_notices, latest_policies
from cms.content.selectors.identity import site_identity
from cms.content.selectors.products import ProductEntry, products_named, products_picked
from cms.content.services.content_version import ContentCache, content_changed, content_version
from cms.content.services.pages_load import article_load, column_load, document_load, identity_load
from cms.content.services.products_load import products_load
from cms.content.services.workflow_install import workflow_install

__all__ = [
    "BasePage",
    "ContentCache",
    "ProductEntry",
    "article_load",
    "column_load",
    "content_changed",
    "content_version",
    "document_load",
    "identity_load",
    "latest_notices",
    "latest_policies",
    "products_load",
    "products_named",
    "products_picked",
    "site_identity",
    "workflow_install",
]
