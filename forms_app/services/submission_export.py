"""The submissions of a form as a file in 我的下载: asked for here, made by the worker, for those who may read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log as audit

from cms.accounts.models import User
from cms.core.downloads import DownloadFailed, Progress, register_download
from cms.core.downloads.models import Download
from cms.core.downloads.registry import Params
from cms.core.downloads.services import download_request
from forms_app.models import FormDefinition
from forms_app.selectors.submission_list import counted, list_query, matching, submission_table
from forms_app.selectors.submission_rows import export_headings, export_rows
from forms_app.selectors.submission_scope import Scope, readable_entries, readable_submissions, scope_of
from forms_app.services.submission_files import csv_pieces, written_workbook

log = structlog.get_logger()

KIND = "forms.submissions"
LOG_ACTION = "forms_app.submissions_export"
# What an XLSX sheet holds, without its headings.
MOST_ROWS = 1_048_575
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _may_export(person: User, params: Params) -> bool:
    return Scope(**params["scope"]).still_held_by(person)


@transaction.atomic
def submissions_export_request(
    *, definition: FormDefinition, query: Mapping[str, Sequence[str]], extension: str, owner: User
) -> Download:
    """Ask for the submissions of a form that `query` (as the list's address has it) leaves; KeyError for other formats.

    PermissionDenied and TooManyDownloads as `download_request` says.
    """
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    asked = {name: list(values) for name, values in query.items()}
    download = download_request(
        kind=KIND,
        params={"form": definition.pk, "query": asked, "extension": extension, "scope": asdict(scope_of(owner))},
        owner=owner,
        title=_("Submissions of “%(form)s”") % {"form": definition.title},
        filename=f"{definition.title}-{stamp}.{extension}",
        content_type=CONTENT_TYPES[extension],
    )
    audit(definition, LOG_ACTION, user=owner, data={"extension": extension, "query": asked})
    log.info("submissions_export_requested", form=definition.code, owner=owner.pk, extension=extension)
    return download


@register_download(KIND, label=gettext_lazy("Submissions of a form"), allowed=_may_export)
def make_submissions_export(download: Download, progress: Progress) -> Path | Iterable[bytes]:
    """Make it: the rows that the owner may read now."""
    params: dict[str, Any] = download.params
    table = submission_table(params["form"])
    query = list_query(table, lambda name: params["query"].get(name, ()))
    # Not what the person could read when asking: what the person may read now.
    readable = readable_submissions(download.owner)
    found = matching(readable, table, query)
    headings = export_headings(table)
    if params["extension"] == "csv":
        return csv_pieces(headings, export_rows(found, table, progress, exact=True))
    rows = counted(readable, readable_entries(download.owner), table, query)
    if rows[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise DownloadFailed(_("A sheet holds at most %(limit)s rows. Ask for CSV, or filter.") % {"limit": MOST_ROWS})
    return written_workbook(_("Submissions"), headings, export_rows(found, table, progress, exact=False))
