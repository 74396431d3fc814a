"""How far the sheets of a form are, as a file in 我的下载."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.facade import region_names
from cms.accounts.models import User
from cms.core.downloads import Progress, register_download
from cms.core.downloads.models import Download
from cms.core.downloads.registry import Params
from cms.core.downloads.services import download_request
from forms_app.engine.submission_columns import Cell, unique_headings
from forms_app.models import Draft, FormDefinition
from forms_app.selectors.sheet_progress import (
    matching_sheets,
    progress_query,
    progress_rows,
    progress_sections,
    status_choices,
)
from forms_app.selectors.submission_list import SubmissionTable, submission_table
from forms_app.selectors.submission_scope import Scope, readable_sheets, scope_of
from forms_app.services.submission_export import CONTENT_TYPES
from forms_app.services.submission_files import written_workbook

log = structlog.get_logger()

KIND = "forms.progress"
BATCH = 200


def _may_export(person: User, params: Params) -> bool:
    return Scope(**params["scope"]).still_held_by(person)


@transaction.atomic
def progress_export_request(*, definition: FormDefinition, query: Mapping[str, Sequence[str]], owner: User) -> Download:
    """Ask for the list that `query` (as its address has it) leaves, as a workbook.

    PermissionDenied and TooManyDownloads as `download_request` says.
    """
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    asked = {name: list(values) for name, values in query.items()}
    download = download_request(
        kind=KIND,
        params={"form": definition.pk, "query": asked, "scope": asdict(scope_of(owner))},
        owner=owner,
        title=_("Progress of “%(form)s”") % {"form": definition.title},
        filename=_("%(form)s progress %(stamp)s.xlsx") % {"form": definition.title, "stamp": stamp},
        content_type=CONTENT_TYPES["xlsx"],
    )
    log.info("progress_export_requested", form=definition.code, owner=owner.pk)
    return download


@register_download(KIND, label=gettext_lazy("Progress of a form"), allowed=_may_export)
def make_progress_export(download: Download, progress: Progress) -> Path:
    """Make it: the sheets that the owner may follow now."""
    params: dict[str, Any] = download.params
    table = submission_table(params["form"])
    query = progress_query(lambda name: params["query"].get(name, ()))
    found = matching_sheets(readable_sheets(download.owner), table, query)
    ids = list(found.values_list("pk", flat=True))
    return written_workbook(_("Progress of sheets"), _headings(table), _rows(ids, table, progress))


def _headings(table: SubmissionTable) -> list[str]:
    own = [_("Organisation"), _("Unified social credit code"), _("Region"), _("Reference number"), _("Status")]
    own += [_("Whole sheet (%)"), _("Questions answered"), _("Questions asked"), _("Required and missing")]
    parts = [_("%(section)s (%%)") % {"section": one.name} for one in progress_sections(table)]
    return unique_headings([*own, *parts, _("Last changed on"), _("Last changed by")])


def _rows(ids: Sequence[Any], table: SubmissionTable, progress: Progress) -> Iterator[list[Cell]]:
    regions, statuses = region_names(), dict(status_choices())
    progress(0, len(ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = {one.draft_id: one for one in progress_rows(Draft.objects.filter(pk__in=batch), table)}
        for one in (found[pk] for pk in batch if pk in found):
            yield [
                one.organisation,
                one.credit_code,
                regions.get(one.region_code, one.region_code),
                one.reference,
                statuses[one.status],
                one.whole.percent,
                one.whole.filled,
                one.whole.asked,
                one.whole.missing,
                *(rate.percent if rate else None for rate in one.sections),
                f"{timezone.localtime(one.changed_at):%Y-%m-%d %H:%M}" if one.changed_at else "",
                one.changed_by,
            ]
        progress(min(start + BATCH, len(ids)), len(ids))
