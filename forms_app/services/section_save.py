"""Save one section of a draft."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.answers import SectionResult, clean_section, merge, section_mask
from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Post
from forms_app.errors import StaleDraft
from forms_app.models import Draft, SectionAnswer
from forms_app.selectors.filling import Filling, filling_of
from forms_app.services.computed_store import computed_store, dependents_of
from forms_app.services.draft_lock import lock_draft
from forms_app.services.explanations import explanations_take
from forms_app.services.section_settle import section_settle
from forms_app.services.section_store import section_store

log = structlog.get_logger()


@dataclass(frozen=True)
class SavedSection:
    """What became of a save: faults to show, the new revision, when it was written, and the draft as it is now."""

    result: SectionResult
    revision: int
    saved_at: dt.datetime
    complete: bool
    changed: bool
    filling: Filling


@transaction.atomic
def section_save(
    *,
    draft_id: uuid.UUID,
    section_id: str,
    post: Post,
    expected_revision: int | None,
    actor: User,
    require: bool = False,
) -> SavedSection:
    """Save the good part of what was typed and keep the rest as typed.

    `expected_revision` is the section's revision that the page showed; StaleDraft if somebody saved something else
    since. With `require` missing answers are faults too; they never keep the rest from being saved.
    """
    filling = filling_of(lock_draft(draft_id, actor))
    section = filling.spec.section(section_id)
    mask = section_mask(section, filling.mask)
    checked = clean_section(section, post, filling.lookups, mask, require=True, files_present=filling.files_in(section))
    answer = filling.answers.get(section_id)
    refuse_stale(answer, expected_revision, checked, mask)
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
    )


def without_missing(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of wrong input only: what is merely missing yet, or fits badly, is none while filling in."""
    return tuple(one for one in faults if one.code not in MISSING_CODES and not one.check)


def refuse_stale(
    answer: SectionAnswer | None, expected: int | None, checked: SectionResult, mask: Collection[str]
) -> None:
    """Refuse a write over something that its author never saw, unless it says the same.

    What the site computed meanwhile is nobody's writing.
    """
    if answer is None or expected is None or answer.typed_revision <= expected <= answer.revision:
        return
    typed = merge(answer.data, checked.values, mask)
    if typed == answer.data and not checked.rejected:
        return
    local = timezone.localtime(answer.saved_at)
    raise StaleDraft(
        stored=answer.data,
        typed=typed,
        revision=answer.revision,
        author=str(answer.author),
        time=f"{local:%H:%M:%S}",
    )


def _remember_place(draft: Draft, section_id: str) -> None:
    Draft.objects.filter(pk=draft.pk).update(current_section=section_id, updated_at=timezone.now())
