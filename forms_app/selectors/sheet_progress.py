"""How far the sheets of a form are, enterprise by enterprise: shares only, never an answer.

A reviewer follows a sheet from its first day, but reads what it says only when it is handed in.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Q, QuerySet

from cms.accounts.models import Region
from cms.core.text import to_half_width
from forms_app.engine.fill_rate import FillRate, fill_rate
from forms_app.engine.spec import SectionSpec
from forms_app.models import Attachment, Draft, SectionAnswer, Submission
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.formula_world import FormulaWorld, formula_world
from forms_app.selectors.submission_list import WORDS_SEARCHED, GetList, SubmissionTable

NOT_HANDED_IN = "open"


@dataclass(frozen=True)
class ProgressQuery:
    """What a reader asked for; the export takes the same."""

    words: str = ""
    status: str = ""
    region: str = ""

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.words or self.status or self.region)


@dataclass(frozen=True)
class SheetProgress:
    """One sheet: of whom, where it stands, and how much of each section is filled in (None: not in its version)."""

    draft_id: uuid.UUID
    organisation: str
    credit_code: str
    region_code: str
    reference: str
    status: str
    changed_at: dt.datetime | None
    changed_by: str
    sections: tuple[FillRate | None, ...]

    @property
    def whole(self) -> FillRate:
        """Return the rate of the whole sheet."""
        return reduce(add, (one for one in self.sections if one is not None), FillRate())


def status_choices() -> list[tuple[str, str]]:
    """Return where a sheet may stand: not handed in yet, or as its submission says."""
    return [(NOT_HANDED_IN, str(Draft.Status.OPEN.label)), *((one.value, str(one.label)) for one in Submission.Status)]


def progress_query(getlist: GetList) -> ProgressQuery:
    """Read what was asked; what is not known is passed over."""

    def get(name: str) -> str:
        return next((to_half_width(text).strip() for text in reversed(getlist(name))), "")

    status = get("status")
    known = {value for value, _label in status_choices()}
    return ProgressQuery(words=get("q"), status=status if status in known else "", region=get("region"))


def progress_sections(table: SubmissionTable) -> tuple[SectionSpec, ...]:
    """Return the sections of all versions of a form, as the newest version with each of them says it."""
    found: dict[str, SectionSpec] = {}
    for _number, spec in table.versions.values():
        for section in spec.sections:
            found.setdefault(section.id, section)
    return tuple(found.values())


def matching_sheets(found: QuerySet[Draft], table: SubmissionTable, query: ProgressQuery) -> QuerySet[Draft]:
    """Narrow `found`, which starts at what the person may follow, to the form and to what was asked, by name."""
    found = found.filter(version__in=list(table.versions)).exclude(status=Draft.Status.CLOSED, submission=None)
    for word in query.words.split()[:WORDS_SEARCHED]:
        found = found.filter(
            Q(submission__reference__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__credit_code__icontains=word)
        )
    if query.status == NOT_HANDED_IN:
        found = found.filter(submission=None)
    elif query.status:
        found = found.filter(submission__status=query.status)
    if query.region:
        path = Region.objects.filter(code=query.region).values_list("path", flat=True).first()
        found = found.filter(organisation__region__path__startswith=path) if path else found.none()
    return found.order_by("organisation__name", "created_at", "pk")


def progress_rows(page: QuerySet[Draft], table: SubmissionTable) -> list[SheetProgress]:
    """Return the rows of one page: four queries, whatever stands in it.

    Only a form that decides by last year's answers what it asks reads these once more for each sheet.
    """
    drafts = list(page.select_related("version", "organisation__region", "submission"))
    answers = _by_draft(SectionAnswer.objects.filter(draft__in=drafts).select_related("author"))
    files = _by_draft(Attachment.objects.filter(draft__in=drafts, removed_at=None))
    sections = progress_sections(table)
    worlds: dict[int, FormulaWorld] = {}
    return [_row(draft, sections, answers.get(draft.pk, ()), files.get(draft.pk, ()), worlds) for draft in drafts]


def _by_draft(rows: Iterable[Any]) -> Mapping[uuid.UUID, Sequence[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.draft_id, []).append(row)
    return found


def _row(
    draft: Draft,
    sections: Sequence[SectionSpec],
    answers: Sequence[SectionAnswer],
    files: Sequence[Attachment],
    worlds: dict[int, FormulaWorld],
) -> SheetProgress:
    filling = filling_of(draft)
    if draft.version_id not in worlds:
        worlds[draft.version_id] = formula_world(filling.formulas.tables)
    known = {"answers": {one.section_id: one for one in answers}, "attachments": files}
    vars(filling).update(known, world=worlds[draft.version_id])
    typed = [one for one in answers if one.typed_revision]
    last = max(typed, key=lambda one: one.saved_at, default=None)
    return SheetProgress(
        draft_id=draft.pk,
        organisation=draft.organisation.name,
        credit_code=draft.organisation.credit_code,
        region_code=draft.organisation.region.code,
        reference=filling.submission.reference if filling.submission else "",
        status=filling.submission.status if filling.submission else NOT_HANDED_IN,
        changed_at=last.saved_at if last else None,
        changed_by=str(last.author) if last else "",
        sections=tuple(map(_rate_in(filling), sections)),
    )


def _rate_in(filling: Filling) -> Callable[[SectionSpec], FillRate | None]:
    own = {one.id: one for one in filling.spec.sections}
    hidden = filling.state.hidden_fields if filling.formulas.steps else frozenset()

    def rate(section: SectionSpec) -> FillRate | None:
        asked = own.get(section.id)
        if asked is None:
            return None
        return fill_rate(asked, filling.values(asked), stages=filling.stages, hidden=hidden)

    return rate
