"""A list of cases as a spreadsheet; every case in it counts as read."""

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel

from cases.errors import ExportTooLong
from cases.models import Case, CaseReadLog
from cases.models.case import CaseQuerySet
from cases.selectors.definitions import definition_of
from cms.accounts.facade import region_names
from cms.accounts.models import User

# Beyond this a list is a data transfer, not a working paper.
MAX_ROWS = 50_000
BATCH = 1000
IN_MEMORY = 8 * 1024 * 1024


def _headings() -> tuple[str, ...]:
    return (
        _("Case number"),
        _("Title"),
        _("Applicant"),
        _("Unified social credit code"),
        _("Region"),
        _("Case type"),
        _("State"),
        _("In this state since"),
        _("Round"),
        _("Opened"),
        _("Updated on"),
    )


def _row(case: Case, regions: Any) -> tuple[Any, ...]:
    # The writer stores every str as an inline string, never as a formula: a name that begins with = + - @ stays text.
    return (
        case.number,
        case.title,
        case.applicant.name,
        case.applicant.credit_code,
        regions.get(case.region.code, case.region.name),
        case.version.case_type.title,
        definition_of(case.version).state(case.state).title,
        _local(case.state_entered_at),
        case.submission.round if case.submission else None,
        _local(case.created_at),
        _local(case.updated_at),
    )


def _local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def cases_export(*, cases: CaseQuerySet, user: User) -> BinaryIO:
    """Write `cases`, which the caller has scoped to `user`, to a spreadsheet and log each as read by them.

    Rows are streamed from the database into the file; nothing holds the whole list. Raises ExportTooLong before
    anything is written: a list that ends too early looks complete.
    """
    if cases.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
        raise ExportTooLong(MAX_ROWS)
    headings = _headings()
    regions = region_names()

    def records() -> Iterator[dict[str, Any]]:
        read: list[CaseReadLog] = []
        empty = True
        for case in cases.iterator(chunk_size=BATCH):
            empty = False
            read.append(CaseReadLog(case=case, user=user, what="export"))
            if len(read) == BATCH:
                CaseReadLog.objects.bulk_create(read)
                read.clear()
            yield dict(zip(headings, _row(case, regions), strict=True))
        CaseReadLog.objects.bulk_create(read)
        if empty:
            # The writer takes the headings from the first record.
            yield dict.fromkeys(headings, "")

    # The response closes it.
    target = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    sheet = FastExcel(target).format(bold_headers=True).freeze(row=1)
    sheet.sheet(_("Cases"), records()).save()
    target.seek(0)
    return target
