"""Answers from a filled-in workbook: first a report that writes nothing, then what the person chose to take."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.answers import TypedInput, clean_section, section_inputs
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.merge import merge
from forms_app.engine.places import section_mask
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.errors import WorkbookRefused
from forms_app.excel.plan import plan_of
from forms_app.excel.read import CellPlace, NotATemplate, Sent, WorkbookUnreadable, read_workbook
from forms_app.selectors.filling import Filling
from forms_app.services.section_save import section_save

log = structlog.get_logger()


@dataclass(frozen=True)
class Change:
    """A field that the workbook would change: what it is now, what it would be, and how it can be applied.

    `conflict` says that it was changed here after the workbook was downloaded; `cleared` that it would become blank.
    """

    section: SectionSpec
    field: FieldSpec
    old: Any
    new: Any
    inputs: Mapping[str, Any]
    conflict: bool = False

    @property
    def cleared(self) -> bool:
        """Say whether the answer would be emptied."""
        return self.new is None

    @property
    def suggested(self) -> bool:
        """Say whether taking it loses nothing that somebody wrote."""
        return not self.cleared and not self.conflict


@dataclass(frozen=True)
class Refusal:
    """A cell that is not taken, and why."""

    fault: Fault
    place: CellPlace | None


@dataclass
class UploadReport:
    """What a workbook would do to a draft."""

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    locked: list[FieldSpec] = field(default_factory=list)
    lost: list[CellPlace] = field(default_factory=list)
    broken: list[CellPlace] = field(default_factory=list)
    retired: int = 0
    other_version: str = ""
    revisions: dict[str, int] = field(default_factory=dict)


def upload_report(*, filling: Filling, content: bytes) -> UploadReport:
    """Return what the workbook would change in the draft; WorkbookRefused if it is not one of this form.

    Only the sections of the filler's party are read: the report tells nothing about any other.
    """
    own = {one.id for one in filling.own_sections}
    plans = plan_of(filling.spec, filling.lookups, sections=own)
    try:
        sent = read_workbook(content, plans)
    except WorkbookUnreadable as error:
        raise WorkbookRefused("unreadable") from error
    except NotATemplate as error:
        raise WorkbookRefused("foreign") from error
    if sent.code != filling.spec.code:
        raise WorkbookRefused("other_form", title=sent.title, here=filling.spec.title)
    report = UploadReport(lost=sent.lost, broken=sent.broken)
    if sent.sha256 != filling.draft.version.sha256:
        report.other_version = sent.number or "?"
        known = {one.id for _section, one in filling.spec.fields()}
        report.retired = len(set(sent.base) - known)
    for section in filling.own_sections:
        _compare(filling, section, sent, report)
    return report


def _compare(filling: Filling, section: SectionSpec, sent: Sent, report: UploadReport) -> None:
    given = {one.id: sent.inputs[one.id] for one in section.fields if one.id in sent.inputs}
    if not given:
        return
    stored = filling.values(section)
    now = section_inputs(section, stored)
    flat = {name: text for inputs in given.values() for name, text in inputs.items()}
    first = clean_section(section, TypedInput({**now, **flat}), filling.lookups, list(given))
    inputs, refused = _without_wrong(section, given, now, first.errors, sent.places)
    report.refusals.extend(refused)
    right = TypedInput({name: text for one in inputs.values() for name, text in one.items()})
    cleaned = clean_section(section, right, filling.lookups, inputs).values
    mask = section_mask(section, filling.mask)
    for spec in section.fields:
        if spec.id not in inputs or spec.formula:
            continue
        said = _Said(stored.get(spec.id), sent.base.get(spec.id), cleaned.get(spec.id), inputs[spec.id])
        change = _change(section, spec, said, mask)
        if isinstance(change, Change):
            report.changes.append(change)
            answer = filling.answers.get(section.id)
            report.revisions[section.id] = answer.revision if answer else 0
        elif change:
            report.locked.append(spec)


def _without_wrong(
    section: SectionSpec,
    given: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Any],
    errors: Sequence[Fault],
    places: Mapping[str, CellPlace],
) -> tuple[dict[str, dict[str, Any]], list[Refusal]]:
    """Return the inputs without what is wrong: a wrong cell of a row keeps what is stored."""
    kept = {field_id: dict(inputs) for field_id, inputs in given.items()}
    refused = []
    for fault in errors:
        owner = next(
            (one for one in section.fields if fault.path == one.id or fault.path.startswith(f"{one.id}-")), None
        )
        if owner is None or owner.id not in given or owner.formula:
            continue
        refused.append(Refusal(fault, places.get(fault.path) or places.get(owner.id)))
        in_row = field_type(owner.type).has_rows and not fault.path.endswith("-rows")
        if in_row and owner.id in kept:
            kept[owner.id].pop(fault.path, None)
            if fault.path in now:
                kept[owner.id][fault.path] = now[fault.path]
        else:
            kept.pop(owner.id, None)
    return kept, refused


@dataclass(frozen=True)
class _Said:
    """An answer as it is stored now, as it was when the workbook was downloaded, and as the workbook says it."""

    old: Any
    base: Any
    value: Any
    inputs: Mapping[str, Any]


def _change(section: SectionSpec, spec: FieldSpec, said: _Said, mask: Collection[str]) -> Change | bool:
    """Return the change of one field; True if it is closed, False if the workbook says nothing new."""
    old, value, inputs = said.old, said.value, said.inputs
    if value is not None and field_type(spec.type).has_rows:
        value, inputs = _known_rows(spec, value, inputs, old)
    if value in (said.base, old):
        return False
    own = {place for place in mask if place == spec.id or place.startswith((f"{spec.id}/", f"{spec.id}:"))}
    merged = merge({} if old is None else {spec.id: old}, {} if value is None else {spec.id: value}, own)
    new = merged.get(spec.id)
    if not own or new == old:
        return True
    return Change(section, spec, old, new, dict(inputs), conflict=old is not None and old != said.base)


def _known_rows(
    spec: FieldSpec, value: list[dict[str, Any]], inputs: Mapping[str, Any], old: Any
) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Give a row without id the id of a stored row that says the same: the same file twice changes nothing."""
    stored = {row["id"]: row for row in old or () if isinstance(row, dict)}
    free = {row_id: row for row_id, row in stored.items() if row_id not in {row["id"] for row in value}}
    rows = []
    for row in value:
        twin = None
        if row["id"] not in stored:
            twin = next((one for one, other in free.items() if {**other, "id": ""} == {**row, "id": ""}), None)
        if twin is not None:
            del free[twin]
        rows.append({**row, "id": twin or row["id"]})
    if rows == value:
        return value, inputs
    return rows, field_type(spec.type).to_inputs(spec, rows)


@transaction.atomic
def upload_apply(
    *,
    draft_id: uuid.UUID,
    filling: Filling,
    fields: Mapping[str, Mapping[str, Mapping[str, Any]]],
    revisions: Mapping[str, int],
    actor: User,
) -> int:
    """Save the chosen fields ({section id: {field id: inputs}}) like typed input; return how many were taken.

    `revisions` are those of the sections that the report showed: StaleDraft if somebody saved since, and then
    nothing is taken at all.
    """
    taken = 0
    for section in filling.spec.sections:
        chosen = {one.id: fields[section.id][one.id] for one in section.fields if one.id in fields.get(section.id, {})}
        if not chosen:
            continue
        section_save(
            draft_id=draft_id,
            section_id=section.id,
            post=TypedInput(_post(filling, section, chosen)),
            expected_revision=revisions.get(section.id, 0),
            strict=True,
            actor=actor,
        )
        taken += len(chosen)
    log.info("answers_uploaded", draft=str(draft_id), fields=taken, actor=actor.pk)
    return taken


def _post(filling: Filling, section: SectionSpec, chosen: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the section as a page would send it: what is stored and typed there, and the chosen fields instead."""
    answer = filling.answers.get(section.id)
    inputs = section_inputs(section, filling.values(section), answer.rejected if answer else None)
    kept = {
        name: text
        for name, text in inputs.items()
        if not any(name == one or name.startswith(f"{one}-") for one in chosen)
    }
    return {**kept, **{name: text for one in chosen.values() for name, text in one.items()}}
