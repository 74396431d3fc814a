"""The submissions of one form as a list: filters, order and cells from the index of answers, never from the answers."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, Model, Q, QuerySet

from cms.accounts.models import Region
from cms.core.text import to_half_width
from forms_app.engine.compile import compiled_spec
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FormSpec
from forms_app.engine.submission_columns import Column, union_columns
from forms_app.models import AnswerIndex, FormVersion, Submission
from forms_app.selectors.versions import spec_of

MOST_COLUMNS = 10
WORDS_SEARCHED = 10
# Counting further tells nobody anything.
COUNT_CAP = 10_000
NEWEST_FIRST = "-submitted"
ORDERS = {"submitted": "submitted_at", "reference": "reference", "organisation": "organisation__name"}
# Types whose index entry is one option.
CHOICE_TYPES = frozenset({"radio", "select", "radio_with_text", "before_after"})

GetList = Callable[[str], Sequence[str]]
Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True)
class SubmissionTable:
    """A form over all its versions, newest first: {version id: (number, form)}, and the union of their fields."""

    definition_id: int
    versions: Mapping[int, tuple[int, FormSpec]]
    columns: tuple[Column, ...]

    @property
    def indexed(self) -> tuple[Column, ...]:
        """Return the columns that a list can show, filter and sort by."""
        return tuple(one for one in self.columns if one.field.indexed)

    def keys_of(self, column: Column) -> dict[str, list[int]]:
        """Return under which keys the index knows the field, and in which versions: {key: [version id]}."""
        keys: dict[str, list[int]] = {}
        for version_id, (_number, spec) in self.versions.items():
            for _section, field in spec.fields():
                if field.id == column.id and field.indexed:
                    keys.setdefault(field.key, []).append(version_id)
        return keys


@dataclass(frozen=True)
class AnswerFilter:
    """What one answer must be: the option, a part of the text, or a number between two bounds in the field's unit."""

    column: Column
    text: str = ""
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class ListQuery:
    """What a reader asked the list for; the export takes the same."""

    words: str = ""
    status: str = ""
    region: str = ""
    sort: str = NEWEST_FIRST
    answers: tuple[AnswerFilter, ...] = ()
    shown: tuple[Column, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.words or self.status or self.region or self.answers)


def submission_table(definition_id: int) -> SubmissionTable:
    """Return the table of a form; the union is worked out once per set of versions."""
    rows = list(FormVersion.objects.filter(definition=definition_id).order_by("-number").defer("content"))
    specs = {row.pk: (row.number, spec_of(row)) for row in rows}
    return SubmissionTable(definition_id, specs, _columns(tuple(row.sha256 for row in rows)))


@lru_cache(maxsize=64)
def _columns(shas: tuple[str, ...]) -> tuple[Column, ...]:
    return union_columns([spec for sha in shas if (spec := compiled_spec(sha)) is not None])


def list_query(table: SubmissionTable, getlist: GetList) -> ListQuery:
    """Read what was asked; what the form does not know is passed over."""

    def get(name: str) -> str:
        return next((to_half_width(text).strip() for text in reversed(getlist(name))), "")

    answers = []
    for column in table.indexed:
        wanted = AnswerFilter(
            column, get(f"a.{column.id}"), _decimal(get(f"a.{column.id}.min")), _decimal(get(f"a.{column.id}.max"))
        )
        if wanted.text or wanted.least or wanted.most:
            answers.append(wanted)
    chosen = set(getlist("c"))
    shown = tuple(one for one in table.indexed if one.id in chosen) or table.indexed
    sort = get("sort")
    known = {*ORDERS, *(one.id for one in table.indexed)}
    return ListQuery(
        words=get("q"),
        status=get("status") if get("status") in Submission.Status.values else "",
        region=get("region"),
        sort=sort if sort.removeprefix("-") in known else NEWEST_FIRST,
        answers=tuple(answers),
        shown=shown[:MOST_COLUMNS],
    )


def _decimal(text: str) -> str:
    try:
        return str(text) if Decimal(text.replace(",", "")).is_finite() else ""
    except InvalidOperation:
        return ""


def matching(found: QuerySet[Submission], table: SubmissionTable, query: ListQuery) -> QuerySet[Submission]:
    """Narrow `found`, which starts at what the person may read, to the form and to what was asked, in its order."""
    found = _about(found.filter(version__in=list(table.versions)), query, "")
    for wanted in query.answers:
        found = found.filter(_answer(table, wanted, "index__"))
    return _ordered(found, table, query.sort)


def counted(
    found: QuerySet[Submission], entries: QuerySet[AnswerIndex], table: SubmissionTable, query: ListQuery
) -> QuerySet[Any]:
    """Return a row for each that `matching` finds, in no order: to be counted.

    `found` and `entries` both start at what the person may read. An answer is counted in the index, which holds all
    that the question needs; the submissions are read only for what the index does not know.
    """
    if not query.answers:
        return matching(found, table, query).order_by()
    first, *others = query.answers
    # A submission has one entry of a field, so that entries are submissions.
    rows = _about(entries.filter(_answer(table, first, "")), query, "submission__")
    for wanted in others:
        also = AnswerIndex.objects.filter(_answer(table, wanted, ""))
        rows = rows.filter(submission__in=also.values("submission"))
    # What is selected must stand in the index too, or each row is fetched for it.
    return rows.values("organisation_id")


def _about(rows: QuerySet[Rows], query: ListQuery, submission: str) -> QuerySet[Rows]:
    """Narrow submissions, or rows that know theirs under the prefix, to what was asked about them."""
    for word in query.words.split()[:WORDS_SEARCHED]:
        rows = rows.filter(
            Q(**{f"{submission}reference__icontains": word})
            | Q(organisation__name__icontains=word)
            | Q(organisation__credit_code__icontains=word)
        )
    if query.status:
        rows = rows.filter(**{f"{submission}status": query.status})
    if query.region:
        path = Region.objects.filter(code=query.region).values_list("path", flat=True).first()
        rows = rows.filter(organisation__region__path__startswith=path) if path else rows.none()
    return rows


def _answer(table: SubmissionTable, wanted: AnswerFilter, entry: str) -> Q:
    """Return the condition on the index; all of it in one filter() so that it speaks of one entry."""
    column = wanted.column
    condition = _entry(table, column, entry)
    if wanted.text:
        exact = column.field.type in CHOICE_TYPES
        condition &= Q(**{f"{entry}text" if exact else f"{entry}text__icontains": wanted.text})
    kind = field_type(column.field.type)
    for bound, name in ((wanted.least, "gte"), (wanted.most, "lte")):
        if bound:
            number = Decimal(bound.replace(",", ""))
            # Amounts are indexed in 元 and asked for in the unit that the reader sees.
            found = kind.index(column.field, kind.from_formula(column.field, number) or bound)
            condition &= Q(**{f"{entry}number__{name}": found[1] if found else number})
    return condition


def _entry(table: SubmissionTable, column: Column, entry: str) -> Q:
    """Return which index entries are of this field, though it was renamed and another one may have its old key."""
    condition = Q(**{f"{entry}version__in": ()})
    for key, versions in table.keys_of(column).items():
        condition |= Q(**{f"{entry}field_key": key, f"{entry}version__in": versions})
    return condition


def _ordered(found: QuerySet[Submission], table: SubmissionTable, sort: str) -> QuerySet[Submission]:
    name = sort.removeprefix("-")
    if name in ORDERS:
        # Never empty, and an index cannot give an order that puts the empty ones last.
        sign = "-" if sort.startswith("-") else ""
        return found.order_by(f"{sign}{ORDERS[name]}", f"{sign}pk")
    column = next(one for one in table.indexed if one.id == name)
    # Sorting must not lose the submissions without this answer.
    found = found.annotate(sorted=FilteredRelation("index", condition=_entry(table, column, "index__")))
    by = F("sorted__number" if column.is_number else "sorted__text")
    if sort.startswith("-"):
        return found.order_by(by.desc(nulls_last=True), "-pk")
    return found.order_by(by.asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class ListRow:
    """A submission as the list shows it; `shown` are the chosen answers as text with their columns."""

    id: uuid.UUID
    reference: str
    organisation: str
    region: str
    status: str
    round: int
    submitted_at: Any
    version: int
    shown: tuple[tuple[Column, str], ...]

    @property
    def status_label(self) -> str:
        """Return the status in words."""
        return str(Submission.Status(self.status).label)


ROW_FIELDS = (
    "pk",
    "reference",
    "organisation__name",
    "organisation__region__code",
    "status",
    "round",
    "submitted_at",
    "version_id",
)


def list_rows(
    page: QuerySet[Submission], table: SubmissionTable, shown: Sequence[Column], lookups: Lookups
) -> list[ListRow]:
    """Return the rows of one page: two queries, whatever stands in it."""
    rows = list(page.values_list(*ROW_FIELDS))
    column_of = {
        (version, key): column.id for column in shown for key, ids in table.keys_of(column).items() for version in ids
    }
    entries = AnswerIndex.objects.filter(
        submission__in=[row[0] for row in rows], field_key__in={key for _version, key in column_of}
    )
    found = {
        (pk, column_of.get((version, key))): text
        for pk, version, key, text in entries.values_list("submission_id", "version_id", "field_key", "text")
    }
    shows = {column.id: _shower(column, lookups) for column in shown}

    def cell(pk: uuid.UUID, column: Column) -> str:
        text = found.get((pk, column.id))
        return shows[column.id](text) if text else ""

    return [
        ListRow(
            id=pk,
            reference=reference,
            organisation=organisation,
            region=lookups.regions.get(region, region),
            status=status,
            round=round_,
            submitted_at=submitted_at,
            version=table.versions[version][0],
            shown=tuple((column, cell(pk, column)) for column in shown),
        )
        for pk, reference, organisation, region, status, round_, submitted_at, version in rows
    ]


def _shower(column: Column, lookups: Lookups) -> Callable[[str], str]:
    """Return what shows an index entry as people read it: the unit already stands in the heading."""
    field = column.field
    if column.is_number:
        kind = field_type(field.type)
        return lambda text: str(kind.display(field, text, lookups)).removesuffix(field.unit).rstrip("%年 ")
    if field.type == "region":
        return lambda text: lookups.regions.get(text, text)
    labels = {choice.value: choice.label for choice in field.choices}
    return lambda text: "、".join(labels.get(part, part) for part in text.split("、")) if labels else text
