"""A submission as a reviewer or its owner reads it: sections, fields, rows, remarks, and what changed."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from cms.accounts.facade import region_names
from forms_app.engine.fields import field_type
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.engine.lookups import FixedLookups, Lookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.models import Attachment, Remark, Submission, SubmissionRound
from forms_app.policies import party_of
from forms_app.selectors.formula_world import formula_world
from forms_app.selectors.rebase import version_of_round
from forms_app.selectors.remarks import place_value
from forms_app.selectors.versions import spec_of


@dataclass(frozen=True)
class SheetItem:
    """One row or file of an answer."""

    id: str
    text: str
    cells: tuple[tuple[str, str], ...]
    changed: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class SheetExplanation:
    """What the filler wrote about numbers that look unusual: what was asked, in which row, and the words."""

    message: str
    row: int | None
    text: str
    author: str
    time: str


@dataclass(frozen=True)
class SheetField:
    """One answer: `display` where it is one text, `items` where it is rows or files."""

    id: str
    key: str
    label: str
    type: str
    display: str
    items: tuple[SheetItem, ...]
    changed: bool
    previous: str
    remarks: tuple[Remark, ...]
    explanations: tuple[SheetExplanation, ...] = ()

    @property
    def has_files(self) -> bool:
        """Say whether the items are files."""
        return field_type(self.type).has_files

    @property
    def all_remarks(self) -> tuple[Remark, ...]:
        """Return the remarks at the field and at its rows or files."""
        return (*self.remarks, *(remark for item in self.items for remark in item.remarks))

    @property
    def blank(self) -> bool:
        """Say whether nothing was answered."""
        return not self.display and not self.items


@dataclass(frozen=True)
class SheetSection:
    """One section with its answers."""

    id: str
    key: str
    number: str
    title: str
    title_suffix: str
    parties: tuple[str, ...]
    # Whether the organisation that handed the form in fills this section, so that remarks here have an addressee.
    of_applicant: bool
    fields: tuple[SheetField, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole submission at one round."""

    submission: Submission
    round: int
    title: str
    sections: tuple[SheetSection, ...]
    rounds: tuple[SubmissionRound, ...]
    # All remarks of all rounds, also at what is no longer asked.
    remarks: tuple[Remark, ...] = ()

    def fields(self) -> list[SheetField]:
        """Return all fields in order."""
        return [field for section in self.sections for field in section.fields]


def submission_sheet(submission_id: uuid.UUID, *, round: int | None = None) -> Sheet:
    """Return a submission for reading; `round` picks an earlier state. Submission.DoesNotExist if there is none."""
    submission = Submission.objects.select_related("version", "organisation__region", "draft").get(pk=submission_id)
    rounds = tuple(submission.rounds.select_related("submitted_by").order_by("number"))
    shown = next((one for one in reversed(rounds) if round in (None, one.number)), None)
    if shown is None:
        raise SubmissionRound.DoesNotExist
    earlier = [one for one in rounds if one.number < shown.number]
    reader = _Reader(
        party=party_of(submission.organisation.kind),
        answers=shown.answers,
        before=earlier[-1].answers if earlier else None,
        lookups=lookups_of(submission),
        remarks=tuple(submission.remarks.select_related("author").order_by("created_at", "pk")),
        explanations=tuple(shown.explanations or ()),
    )
    version = version_of_round(submission, shown.number)
    spec = asked_spec(spec_of(version), shown.answers, timezone.localdate(shown.submitted_at))
    return Sheet(
        submission=submission,
        round=shown.number,
        title=spec.title,
        sections=tuple(reader.section(section) for section in spec.sections),
        rounds=rounds,
        remarks=reader.remarks,
    )


def asked_spec(spec: FormSpec, answers: Mapping[str, Any], day: dt.date, *, keep_places: bool = False) -> FormSpec:
    """Return the form without what was not asked for these answers on that day; what has an answer stays.

    With `keep_places` fields that have a place on the official paper stay too: a table with holes is no table.
    """
    formulas = formulas_of(spec)
    if not formulas.steps:
        return spec
    hidden = evaluate_form(spec, answers, formula_world(formulas.tables, on=day)).hidden_fields
    sections = []
    for section in spec.sections:
        given = answers.get(section.id, {})
        placed = {one.id for one in section.fields if keep_places and one.paper}
        fields = tuple(one for one in section.fields if one.id not in hidden or one.id in given or one.id in placed)
        if fields or not section.fields:
            sections.append(section if fields == section.fields else replace(section, fields=fields))
    return replace(spec, sections=tuple(sections))


def lookups_of(submission: Submission) -> FixedLookups:
    """Return what the engine asks about the world to show a submission."""
    names = Attachment.objects.filter(draft_id=submission.draft_id).values_list("pk", "name")
    return FixedLookups(
        regions=region_names(), attachments={str(pk): name for pk, name in names}, today=timezone.localdate()
    )


def display_parts(spec: FieldSpec, value: Any, lookups: Lookups) -> tuple[str, Sequence[Any]]:
    """Return an answer as one text, or as items; both empty when it is blank."""
    if value is None:
        return "", ()
    shown = field_type(spec.type).display(spec, value, lookups)
    return (shown, ()) if isinstance(shown, str) else ("", shown)


def part_text(spec: FieldSpec, part: str, values: Mapping[str, Any], lookups: Lookups) -> str:
    """Return one part of an answer as text: a half of it, or a column of one row; "" if it is blank."""
    value = values.get(part)
    if value is None:
        return ""
    column = next((one for one in spec.columns if one.id == part), None)
    if column is None:
        return next((choice.label for choice in spec.choices if choice.value == value), str(value))
    text, items = display_parts(column, value, lookups)
    return text or "；".join(str(one) for one in items)


@dataclass(frozen=True)
class _Reader:
    party: str
    answers: Mapping[str, Any]
    before: Mapping[str, Any] | None
    lookups: Lookups
    remarks: tuple[Remark, ...]
    explanations: tuple[Mapping[str, Any], ...] = ()

    def section(self, section: SectionSpec) -> SheetSection:
        return SheetSection(
            id=section.id,
            key=section.key,
            number=section.number,
            title=section.title,
            title_suffix=section.title_suffix,
            parties=section.parties,
            of_applicant=self.party in section.parties,
            fields=tuple(self.field(section, one) for one in section.fields if field_type(one.type).has_value),
        )

    def field(self, section: SectionSpec, spec: FieldSpec) -> SheetField:
        values = self.answers.get(section.id, {})
        old = None if self.before is None else self.before.get(section.id, {})
        text, items = display_parts(spec, values.get(spec.id), self.lookups)
        before_text, before_items = display_parts(spec, (old or {}).get(spec.id), self.lookups)
        remarks = [one for one in self.remarks if one.field_id == spec.id]
        # What was remarked at a row that is gone by now stands at the field.
        there = {item.id for item in items}
        return SheetField(
            id=spec.id,
            key=spec.key,
            label=spec.label,
            type=spec.type,
            display=text,
            items=tuple(self.item(spec, item, values, old, remarks) for item in items),
            changed=old is not None and old.get(spec.id) != values.get(spec.id),
            previous=before_text or "\n".join(str(one) for one in before_items),
            remarks=tuple(one for one in remarks if one.item_id not in there),
            explanations=tuple(_explanation(one) for one in self.explanations if one["field"] == spec.id),
        )

    def item(
        self,
        spec: FieldSpec,
        item: Any,
        values: Mapping[str, Any],
        old: Mapping[str, Any] | None,
        remarks: Sequence[Remark],
    ) -> SheetItem:
        changed = old is not None and place_value(old, spec.id, item.id) != place_value(values, spec.id, item.id)
        return SheetItem(
            id=item.id,
            text=item.text,
            cells=item.cells,
            changed=changed,
            remarks=tuple(one for one in remarks if one.item_id == item.id),
        )


def _explanation(frozen: Mapping[str, Any]) -> SheetExplanation:
    return SheetExplanation(frozen["message"], frozen["number"], frozen["text"], frozen["author"], frozen["time"])
