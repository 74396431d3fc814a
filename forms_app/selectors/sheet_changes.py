"""Every change of a sheet: when, by whom, in which section, and what stood there before and after."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery

from forms_app.engine.round_diff import ComparedField, compare_rounds
from forms_app.engine.spec import FormSpec
from forms_app.models import AnswerRevision, Draft
from forms_app.selectors.sheet import lookups_of_draft
from forms_app.selectors.versions import spec_of

PER_PAGE = 20


@dataclass(frozen=True)
class SheetChange:
    """One saved change. `fields` is None where this reader learns who and when but not what."""

    at: dt.datetime
    author: str
    organisation: str
    section: str
    fields: tuple[ComparedField, ...] | None


@dataclass(frozen=True)
class SheetChanges:
    """One page of changes, newest first, and the sections by which they can be narrowed: (id, name)."""

    title: str
    page: Page[Any]
    changes: tuple[SheetChange, ...]
    sections: tuple[tuple[str, str], ...]
    section: str


def changes_of_sheet(draft: Draft, wanted: Mapping[str, str], *, office: bool) -> SheetChanges:
    """Return the changes of a draft that was read with its version and organisation; `wanted`: p (page), section.

    The filler sees all of them. An office sees those that were handed in, and what stood there only from the first
    time on that the sheet was handed in: what is being written belongs to whoever writes it.
    """
    spec = spec_of(draft.version)
    sections = tuple((one.id, one.name) for one in spec.sections)
    section = wanted.get("section", "") if wanted.get("section") in dict(sections) else ""
    found = AnswerRevision.objects.filter(draft=draft, revision__gt=0)
    since = None
    if office:
        since, until = _handed_in(draft)
        found = found.filter(saved_at__lte=until) if until else found.none()
    if section:
        found = found.filter(section_id=section)
    page = Paginator(_with_earlier(found), PER_PAGE).get_page(wanted.get("p"))
    return SheetChanges(spec.title, page, _changes(draft, list(page.object_list), since), sections, section)


def submission_changes(submission_id: uuid.UUID, wanted: Mapping[str, str]) -> SheetChanges:
    """Return the changes of a submission for an office; whether it may see the submission is the caller's question."""
    draft = Draft.objects.select_related("version", "organisation", "submission").get(submission=submission_id)
    return changes_of_sheet(draft, wanted, office=True)


def _handed_in(draft: Draft) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when a sheet was handed in for the first and for the last time."""
    submission = getattr(draft, "submission", None)
    if submission is None:
        return None, None
    times = submission.rounds.aggregate(first=Min("submitted_at"), last=Max("submitted_at"))
    return times["first"], times["last"]


def _with_earlier(found: QuerySet[AnswerRevision]) -> QuerySet[AnswerRevision]:
    same = AnswerRevision.objects.filter(
        draft=OuterRef("draft"), section_id=OuterRef("section_id"), revision__lt=OuterRef("revision")
    )
    earlier = Subquery(same.order_by("-revision").values("pk")[:1])
    return found.select_related("author", "organisation").annotate(earlier=earlier).order_by("-saved_at", "-pk")


def _changes(draft: Draft, revisions: Sequence[AnswerRevision], since: dt.datetime | None) -> tuple[SheetChange, ...]:
    earlier = AnswerRevision.objects.in_bulk([one.earlier for one in revisions if one.earlier])  # type: ignore[attr-defined]
    spec_at, lookups = _spec_at(draft), lookups_of_draft(draft.pk)

    def fields(one: AnswerRevision) -> tuple[ComparedField, ...] | None:
        if since is not None and one.saved_at <= since:
            return None
        before = earlier.get(one.earlier)  # type: ignore[attr-defined]
        versions = (spec_at(before.saved_at if before else one.saved_at), spec_at(one.saved_at))
        old, new = (_only(version, one.section_id) for version in versions)
        answers = ({one.section_id: before.data if before else {}}, {one.section_id: one.data})
        return tuple(field for part in compare_rounds((old, new), answers, lookups).sections for field in part.changed)

    return tuple(
        SheetChange(
            at=one.saved_at,
            author=str(one.author),
            organisation=one.organisation.name if one.organisation else "",
            section=_title(spec_at(one.saved_at), one.section_id),
            fields=fields(one),
        )
        for one in revisions
    )


def _spec_at(draft: Draft) -> Callable[[dt.datetime], FormSpec]:
    """Return what says which version a draft was in at a moment."""
    moves = [(one.at, one.from_version) for one in draft.rebases.select_related("from_version").order_by("pk")]

    def at(moment: dt.datetime) -> FormSpec:
        return spec_of(next((version for moved, version in moves if moment < moved), draft.version))

    return at


def _only(spec: FormSpec, section_id: str) -> FormSpec:
    return replace(spec, sections=tuple(one for one in spec.sections if one.id == section_id))


def _title(spec: FormSpec, section_id: str) -> str:
    return next((one.name for one in spec.sections if one.id == section_id), "")
