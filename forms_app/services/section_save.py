"""Save one section of a draft."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.answers import (
    SectionResult,
    TypedInput,
    check_section,
    clean_section,
    section_inputs,
    section_mask,
)
from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Inputs, Post
from forms_app.engine.spec import SectionSpec
from forms_app.engine.threeway import Merged, field_inputs
from forms_app.models import Draft, SectionAnswer
from forms_app.selectors.filling import Filling, filling_of
from forms_app.services.computed_store import computed_store, dependents_of
from forms_app.services.draft_lock import lock_draft
from forms_app.services.explanations import explanations_take
from forms_app.services.section_merge import NOBODY, Writer, merged_with_others, superseded
from forms_app.services.section_settle import section_settle
from forms_app.services.section_store import section_store

log = structlog.get_logger()


@dataclass(frozen=True)
class SavedSection:
    """What became of a save: faults to show, the new revision, when it was written, and the draft as it is now.

    `taken` are the inputs of the fields in which somebody else's save was merged in, by field id.
    """

    result: SectionResult
    revision: int
    saved_at: dt.datetime
    complete: bool
    changed: bool
    filling: Filling
    taken: Mapping[str, Inputs] = dataclass_field(default_factory=dict)
    taken_from: str = ""


@transaction.atomic
def section_save(
    *,
    draft_id: uuid.UUID,
    section_id: str,
    post: Post,
    expected_revision: int | None,
    actor: User,
    require: bool = False,
    writer: Writer = NOBODY,
    strict: bool = False,
) -> SavedSection:
    """Save the good part of what was typed and keep the rest as typed.

    `expected_revision` is the section's revision that the page showed. What others saved since is merged in; StaleDraft
    if they changed the same place, or with `strict` if they changed anything. With `require` missing answers are faults
    too; they never keep the rest from being saved.
    """
    filling = filling_of(lock_draft(draft_id, actor))
    section = filling.spec.section(section_id)
    mask = section_mask(section, filling.mask)
    answer = filling.answers.get(section_id)
    if answer is not None and superseded(answer, writer):
        return _as_stored(filling, section, answer, mask)
    checked = _checked(filling, section, post, mask)
    merged = merged_with_others(
        filling=filling,
        section=section,
        expected=expected_revision,
        checked=checked,
        mask=mask,
        writer=writer,
        strict=strict,
    )
    taken_from = str(answer.author) if merged and answer else ""
    together = merged_input(section, merged) if merged else post
    if merged:
        checked = _checked(filling, section, together, mask)
    settled = section_settle(filling=filling, section=section, checked=checked, mask=mask, post=together)
    if filling.formulas.live:
        taken = explanations_take(filling=settled.filling, section=section, post=post, actor=actor)
        settled = settled.explained(section, taken.filling, taken.faults)
    checked, complete = settled.result, settled.complete
    stored = section_store(
        draft=filling.draft,
        section=section,
        result=checked,
        mask=mask,
        complete=complete,
        actor=actor,
        answer=answer,
        state=settled.filling.state if filling.formulas.live else None,
        writer=writer,
    )
    filling = filling.with_answer(stored.answer)
    if filling.formulas.live:
        filling = computed_store(filling=filling, sections=dependents_of(filling, section_id), actor=actor)
    _remember_place(filling.draft, section_id)
    log.info("section_saved", draft=str(draft_id), section=section_id, revision=stored.answer.revision)
    return SavedSection(
        result=checked if require else replace(checked, faults=without_missing(checked.faults)),
        revision=stored.answer.revision,
        saved_at=stored.answer.saved_at or timezone.now(),
        complete=complete,
        changed=stored.changed,
        filling=filling,
        taken=_taken_inputs(section, merged) if merged else {},
        taken_from=taken_from,
    )


def _checked(filling: Filling, section: SectionSpec, post: Post, mask: Collection[str]) -> SectionResult:
    return clean_section(section, post, filling.lookups, mask, require=True, files_present=filling.files_in(section))


def _as_stored(filling: Filling, section: SectionSpec, answer: SectionAnswer, mask: Collection[str]) -> SavedSection:
    """Answer a save that a later one of the same page has overtaken: nothing is written."""
    faults = check_section(section, filling.values(section), filling.lookups, rejected=answer.rejected, mask=mask)
    return SavedSection(
        result=SectionResult(values=dict(answer.data), faults=without_missing(faults)),
        revision=answer.revision,
        saved_at=answer.saved_at,
        complete=answer.complete,
        changed=False,
        filling=filling,
    )


def merged_input(section: SectionSpec, merged: Merged) -> TypedInput:
    """Return a merged state as if somebody had typed it."""
    return TypedInput(section_inputs(section, merged.state.values, merged.state.rejected))


def _taken_inputs(section: SectionSpec, merged: Merged) -> dict[str, Inputs]:
    inputs = section_inputs(section, merged.state.values, merged.state.rejected)
    return {field_id: field_inputs(inputs, field_id) for field_id in merged.taken}


def without_missing(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of wrong input only: what is merely missing yet, or fits badly, is none while filling in."""
    return tuple(one for one in faults if one.code not in MISSING_CODES and not one.check)


def _remember_place(draft: Draft, section_id: str) -> None:
    Draft.objects.filter(pk=draft.pk).update(current_section=section_id, updated_at=timezone.now())
