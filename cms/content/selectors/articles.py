"""The newest articles, wherever they stand."""

from typing import Any

from wagtail.models import Page

from cms.content.models import NoticePage, PolicyPage


def _latest(model: type[NoticePage] | type[PolicyPage], root: Page, limit: int) -> list[Any]:
    found = model.objects.descendant_of(root).live().public().order_by("-published_at", "-pk")
    return list(found[:limit])


def latest_notices(root: Page, limit: int) -> list[NoticePage]:
    """Return the newest notices below `root` that a visitor may read."""
    return _latest(NoticePage, root, limit)


def latest_policies(root: Page, limit: int) -> list[PolicyPage]:
    """Return the newest policies below `root` that a visitor may read."""
    return _latest(PolicyPage, root, limit)
