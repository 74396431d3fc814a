"""A kind of file for tests, and two people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from cms.accounts.models import User
from cms.core.downloads import Progress, register_download, registry
from cms.core.downloads.models import Download
from cms.core.downloads.services import download_request
from tests.cms.accounts.conftest import make_user


@dataclass
class Workshop:
    """Makes files as a test wants, and remembers which."""

    owner: User
    stranger: User
    made: list[str] = field(default_factory=list)
    allowed: bool = True
    work: Callable[[Download, Progress], Any] = lambda download, progress: b"PDF"

    def request(self, owner: User | None = None, **more: Any) -> Download:
        """Ask for a file."""
        values = {"kind": "test.sheet", "params": {}, "title": "申报表", "filename": "申报表.pdf"}
        return download_request(**{**values, **more}, owner=owner or self.owner)


@pytest.fixture
def workshop(db: None) -> Iterator[Workshop]:
    """Register the kind `test.sheet`."""
    shop = Workshop(owner=make_user("owner@example.com"), stranger=make_user("stranger@example.com"))

    @register_download("test.sheet", label="表", allowed=lambda owner, params: shop.allowed)
    def make(download: Download, progress: Progress) -> Any:
        shop.made.append(str(download.pk))
        return shop.work(download, progress)

    yield shop
    registry._kinds.pop("test.sheet")
