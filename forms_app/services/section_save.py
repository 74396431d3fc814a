"""Save one section of a draft."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Literal

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.answers import SectionResult, TypedInput, check_section, clean_section, section_inputs
from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Inputs, Post
from forms_app.engine.lease import Holder, left, renewed
from forms_app.engine.places import section_mask
from forms_app.engine.spec import SectionSpec
from forms_app.engine.threeway import Merged, field_inputs
from forms_app.models import Draft, SectionAnswer
from forms_app.selectors.filling import Filling
from forms_app.services.computed_store import computed_store, dependents_of
from forms_app.services.draft_lock import lock_filling
from forms_app.services.explanations import explanations_take
from forms_app.services.older_page import typed_for_older
from forms_app.services.remark_reply import replies_take
from forms_app.services.section_lease import holder
from forms_app.services.section_merge import NOBODY, Writer, merged_with_others, superseded
from forms_app.services.section_settle import section_settle
from forms_app.services.section_store import section_store

log = structlog.get_logger()

Presence = Literal["", "stays", "leaves"]


@dataclass(frozen=True)
class SavedSection:
    """What became of a save: faults to show, the new revision, when it was written, and the draft as it is now.

    `taken` are the inputs of the fields in which somebody else's save was merged in, by field id. `retired` are the
    labels of what an older page typed and only the drawer has a place for.
    """

    result: SectionResult
    revision: int
    saved_at: dt.datetime
    complete: bool
    changed: bool
    filling: Filling
    taken: Mapping[str, Inputs] = dataclass_field(default_factory=dict)
    taken_from: str = ""
    retired: tuple[str, ...] = ()


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
    presence: Presence = "",
    shown_version: int | None = None,
) -> SavedSection:
    """Save the good part of what was typed and keep the rest as typed.

    `expected_revision` is the section's revision that the page showed. What others saved since is merged in; StaleDraft
    if they changed the same place, or with `strict` if they changed anything. With `require` missing answers are faults
    too; they never keep the rest from being saved. `presence` says what the save means for the actor's lease of the
    section (engine.lease): a page that stays open renews it, one that is left ends it. `shown_version` is
    the number of the version that the page showed, None if it is the draft's.
    """
    filling = lock_filling(draft_id, actor)
    section = filling.spec.section(section_id)
    mask = section_mask(section, filling.mask)
    retired = typed_for_older(
        filling=filling,
        section_id=section_id,
        post=post,
        shown=shown_version or 0,
        expected=expected_revision or 0,
        actor=actor,
    )
    answer = filling.answers.get(section_id)
    if answer is not None and superseded(answer, writer):
        return _as_stored(filling, section, answer, mask)
    checked = checked_input(filling, section, post, mask)
    merged = merged_with_others(
        filling=filling,
        section=section,
        expected=expected_revision,
        checked=checked,
        mask=mask,
        post=post,
        writer=writer,
        strict=strict,
    )
    taken_from = str(answer.author) if merged and answer else ""
    together = merged_input(section, merged) if merged else post
    if merged:
        checked = checked_input(filling, section, together, mask)
    settled = section_settle(filling=filling, section=section, checked=checked, mask=mask, post=post)
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
        acting_for=filling.acting_for,
    )
    filling = filling.with_answer(stored.answer)
    if filling.formulas.live:
        filling = computed_store(filling=filling, sections=dependents_of(filling, section_id), actor=actor)
    replies = replies_take(filling=filling, section=section, post=post, actor=actor)
    _remember_place(filling.draft, section_id, presence, holder(actor, writer.token))
    log.info("section_saved", draft=str(draft_id), section=section_id, revision=stored.answer.revision)
    return SavedSection(
        result=replace(checked, faults=(*(checked.faults if require else without_missing(checked.faults)), *replies)),
        revision=stored.answer.revision,
        saved_at=stored.answer.saved_at or timezone.now(),
        complete=complete,
        changed=stored.changed,
        filling=filling,
        taken=_taken_inputs(section, merged) if merged else {},
        taken_from=taken_from,
        retired=retired,
    )


def checked_input(filling: Filling, section: SectionSpec, post: Post, mask: Collection[str]) -> SectionResult:
    """Return what was typed into a section as far as the mask opens it, and everything that is wrong or missing."""
    return clean_section(
        section,
        post,
        filling.lookups,
        mask,
        require=True,
        files_present=filling.files_in(section),
        stored=filling.values(section),
    )


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


def _remember_place(draft: Draft, section_id: str, presence: Presence, who: Holder) -> None:
    now = timezone.now()
    if presence:
        change = renewed if presence == "stays" else left
        draft.leases = change(draft.leases, section_id, who, now)
    Draft.objects.filter(pk=draft.pk).update(current_section=section_id, updated_at=now, leases=draft.leases)
