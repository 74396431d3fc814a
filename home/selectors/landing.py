"""What the landing page shows of the other rooms."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.facade import active_organisation_counts
from cms.content.facade import ContentCache, latest_notices, latest_policies
from forms_app.facade import published_versions

NOTICES_SHOWN = 6
POLICIES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the programme."""

    label: str | Promise
    value: int


@dataclass(frozen=True, slots=True)
class Landing:
    """The newest articles and the columns that hold the rest."""

    notices: list[Any]
    policies: list[Any]
    notice_column: Page | None
    policy_column: Page | None
    figures: list[Figure]


_kept: ContentCache[Landing] = ContentCache(size=8, seconds=60)


def landing(root: Page) -> Landing:
    """Return what the landing page `root` shows; collected once per version of the content."""
    return _kept.get_or_make(root.pk, lambda: _collect(root))


def _collect(root: Page) -> Landing:
    notices = latest_notices(root, NOTICES_SHOWN)
    policies = latest_policies(root, POLICIES_SHOWN)
    columns = list(root.get_children().live())

    def column(model: str) -> Page | None:
        return next((page for page in columns if page.cached_content_type.model == model), None)

    return Landing(
        notices=notices,
        policies=policies,
        notice_column=column("noticeindexpage"),
        policy_column=column("policyindexpage"),
        figures=_figures(),
    )


def _figures() -> list[Figure]:
    """Return the numbers that are worth showing: none of them is zero."""
    organisations = active_organisation_counts()
    figures = [
        Figure(_("enterprises taking part"), organisations.get("enterprise", 0)),
        Figure(_("digital service providers"), organisations.get("provider", 0)),
        Figure(_("forms to fill in online"), len(published_versions())),
    ]
    return [figure for figure in figures if figure.value]
