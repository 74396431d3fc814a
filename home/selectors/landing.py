"""What the landing page shows of the other rooms."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.content.facade import latest_notices, latest_policies

NOTICES_SHOWN = 6
POLICIES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Landing:
    """The newest articles and the columns that hold the rest."""

    notices: list[Any]
    policies: list[Any]
    notice_column: Page | None
    policy_column: Page | None


def landing(root: Page) -> Landing:
    """Collect what the landing page `root` shows."""
    notices = latest_notices(root, NOTICES_SHOWN)
    policies = latest_policies(root, POLICIES_SHOWN)
    columns = list(root.get_children().live().select_related("content_type"))

    def column(model: str) -> Page | None:
        return next((page for page in columns if page.content_type.model == model), None)

    return Landing(
        notices=notices,
        policies=policies,
        notice_column=column("noticeindexpage"),
        policy_column=column("policyindexpage"),
    )
