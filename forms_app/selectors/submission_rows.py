"""Submissions as rows of an export: every answer of the last round, in batches, so that memory does not grow."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.facade import region_names
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.submission_columns import Cell, row_reader, unique_headings
from forms_app.models import Attachment, Submission, SubmissionRound
from forms_app.selectors.submission_list import SubmissionTable

BATCH = 500
_FIELDS = (
    "submission_id",
    "submission__version_id",
    "submission__reference",
    "submission__organisation__name",
    "submission__organisation__credit_code",
    "submission__organisation__region__code",
    "submission__status",
    "number",
    "submission__submitted_at",
    "answers",
)
Progress = Callable[[int, int], None]


def export_headings(table: SubmissionTable) -> list[str]:
    """Return the headings: what the submission is, then one per field of any version."""
    own = [
        _("Reference number"),
        _("Organisation"),
        _("Unified social credit code"),
        _("Region"),
        _("Status"),
        _("Round"),
        _("Submitted"),
        _("Version"),
    ]
    return unique_headings([*own, *(column.heading for column in table.columns)])


def export_rows(
    found: QuerySet[Submission], table: SubmissionTable, progress: Progress, *, exact: bool
) -> Iterator[list[Cell]]:
    """Yield a row per submission in the order of `found`; `exact` as in `row_reader`.

    The ids are read first: what is handed in meanwhile neither appears twice nor shifts the rest.
    """
    ids = list(found.values_list("pk", flat=True))
    regions, files = region_names(), dict[str, str]()
    lookups = FixedLookups(regions=regions, attachments=files)
    readers = {
        pk: (number, row_reader(table.columns, spec, lookups, exact=exact))
        for pk, (number, spec) in table.versions.items()
    }
    statuses = {value: str(label) for value, label in Submission.Status.choices}
    has_files = any(field_type(column.field.type).has_files for column in table.columns)
    progress(0, len(ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        if has_files:
            _name_files(files, batch)
        for row in _in_order(batch):
            _id, version, reference, name, code, region, status, number, submitted_at, answers = row
            version_number, read = readers[version]
            yield [
                reference,
                name,
                code,
                regions.get(region, region),
                statuses[status],
                number,
                f"{timezone.localtime(submitted_at):%Y-%m-%d %H:%M}",
                version_number,
                *read(answers),
            ]
        progress(min(start + BATCH, len(ids)), len(ids))


def _in_order(batch: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    rounds = SubmissionRound.objects.filter(submission__in=batch, number=F("submission__round")).order_by()
    found = {row[0]: row for row in rounds.values_list(*_FIELDS)}
    return (found[pk] for pk in batch if pk in found)


def _name_files(files: dict[str, str], batch: Sequence[Any]) -> None:
    files.clear()
    names = Attachment.objects.filter(draft__submission__in=batch).values_list("pk", "name")
    files.update((str(pk), name) for pk, name in names)
