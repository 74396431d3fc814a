"""A submission as a reviewer or its owner reads it: sections, fields, rows, remarks, and what changed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any

from django.utils import timezone

from cms.accounts.facade import region_names
from forms_app.engine.display import display_parts
from forms_app.engine.fields import field_type
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.engine.lookups import FixedLookups, Lookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.models import Attachment, Remark, Submission, SubmissionRound
from forms_app.policies import party_of
from forms_app.selectors.formula_world import formula_world
from forms_app.selectors.place_text import column_places, place_text
from forms_app.selectors.rebase import version_of_round
from forms_app.selectors.sheet_items import ItemReader, SheetItem
from forms_app.selectors.versions import spec_of


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
    # At the field as a whole, at a part of all its rows, and at what is gone by now.
    remarks: tuple[Remark, ...]
    explanations: tuple[SheetExplanation, ...] = ()
    # What the places of remarks within the field are called, by place; and its parts as (place, label).
    place_texts: Mapping[str, str] = dataclass_field(default_factory=dict)
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def has_files(self) -> bool:
        """Say whether the items are files."""
        return field_type(self.type).has_files

    @property
    def all_remarks(self) -> tuple[Remark, ...]:
        """Return the remarks at the field and at everything in it."""
        return (*self.remarks, *(remark for item in self.items for remark in item.all_remarks))

    @property
    def placed(self) -> tuple[tuple[str, Remark], ...]:
        """Return all these remarks, each with what its place in the field is called."""
        return tuple((self.place_texts.get(remark.place, ""), remark) for remark in self.all_remarks)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return (place, what it is called) of the rows or files, those within rows included."""
        return tuple(one for at, item in enumerate(self.items, start=1) for one in item.places(f"{at}."))

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
    return lookups_of_draft(submission.draft_id)


def lookups_of_draft(draft_id: uuid.UUID) -> FixedLookups:
    """Return what the engine asks about the world to show what a draft says or ever said."""
    names = Attachment.objects.filter(draft_id=draft_id).values_list("pk", "name")
    return FixedLookups(
        regions=region_names(), attachments={str(pk): name for pk, name in names}, today=timezone.localdate()
    )


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
        value = self.answers.get(section.id, {}).get(spec.id)
        old = (self.before or {}).get(section.id, {}).get(spec.id)
        text, shown = display_parts(spec, value, self.lookups)
        before_text, before_items = display_parts(spec, old, self.lookups)
        by_place: dict[str, tuple[Remark, ...]] = {}
        for one in self.remarks:
            if one.field_id == spec.id:
                by_place[one.place] = (*by_place.get(one.place, ()), one)
        reader = ItemReader(self.lookups, by_place, compared=self.before is not None)
        items = reader.items(spec, value, old, shown)
        # What was remarked at a row that is gone by now stands at the field.
        there = {one.pk for item in items for one in item.all_remarks}
        return SheetField(
            id=spec.id,
            key=spec.key,
            label=spec.label,
            type=spec.type,
            display=text,
            items=items,
            changed=self.before is not None and old != value,
            previous=before_text or "\n".join(str(one) for one in before_items),
            remarks=tuple(one for found in by_place.values() for one in found if one.pk not in there),
            explanations=tuple(_explanation(one) for one in self.explanations if one["field"] == spec.id),
            place_texts={place: place_text(spec, value, place, self.lookups) for place in by_place if place},
            parts=tuple(column_places(spec)),
        )


def _explanation(frozen: Mapping[str, Any]) -> SheetExplanation:
    return SheetExplanation(frozen["message"], frozen["number"], frozen["text"], frozen["author"], frozen["time"])
