"""The newest articles, wherever they stand."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.content.models import NoticePage, PolicyPage
from cms.content.services.content_version import ContentCache

# What a list shows needs neither the text nor the files.
UNLISTED = ("body", "attachments")
_restricted: ContentCache[Q] = ContentCache(size=1, seconds=60)


def _public() -> Q:
    """Return the condition that everybody may read a page; the restrictions are read once per version."""
    return ~_restricted.get_or_make("pages", lambda: Page.objects.get_queryset().private_q())


def _latest(model: type[NoticePage] | type[PolicyPage], root: Page, limit: int) -> list[Any]:
    found = model.objects.descendant_of(root).live().filter(_public())
    found = found.order_by("-published_at", "-pk").defer(*UNLISTED)
    return list(found[:limit])


def latest_notices(root: Page, limit: int) -> list[NoticePage]:
    """Return the newest notices below `root` that a visitor may read."""
    return _latest(NoticePage, root, limit)


def latest_policies(root: Page, limit: int) -> list[PolicyPage]:
    """Return the newest policies below `root` that a visitor may read."""
    return _latest(PolicyPage, root, limit)
