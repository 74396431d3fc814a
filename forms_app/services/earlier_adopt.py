"""Take answers over from the sheet that was accepted last, and undo that."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.answers import TypedInput, section_inputs
from forms_app.engine.earlier import with_new_rows
from forms_app.engine.sources import Source, source_to_json, standing
from forms_app.engine.threeway import belongs
from forms_app.errors import NothingEarlier
from forms_app.models import SectionAnswer
from forms_app.selectors.earlier import earlier_offers, earlier_sheet
from forms_app.selectors.filling import Filling, filling_of
from forms_app.services.draft_lock import lock_draft
from forms_app.services.section_save import section_save

log = structlog.get_logger()


@transaction.atomic
def earlier_adopt(*, draft_id: uuid.UUID, reference: str, field_ids: Collection[str], actor: User) -> tuple[str, int]:
    """Take the chosen answers over; return the mark of this step (for `earlier_undo`) and how many there were.

    Only what is offered counts, whatever is chosen. NothingEarlier if the sheet is not the one with this reference.
    """
    filling = filling_of(lock_draft(draft_id, actor))
    sheet = earlier_sheet(filling)
    if sheet is None or sheet.reference != reference:
        raise NothingEarlier
    batch, count = uuid.uuid4().hex, 0
    for section, offers in earlier_offers(filling, sheet):
        chosen = [one for one in offers if one.offered and one.spec.id in field_ids]
        values = {one.spec.id: with_new_rows(one.spec, one.value) for one in chosen}
        if not values:
            continue
        filling = _save(filling, section.id, values, actor)
        answer = filling.answers[section.id]
        sources = {
            one.spec.id: source_to_json(
                Source("earlier", answer.data[one.spec.id], one.now, sheet.reference, sheet.year, batch)
            )
            for one in chosen
            if one.spec.id in answer.data
        }
        _note(answer, {**answer.sources, **sources})
        count += len(sources)
    log.info("earlier_adopted", draft=str(draft_id), reference=reference, fields=count, actor=actor.pk)
    return batch, count


@transaction.atomic
def earlier_undo(*, draft_id: uuid.UUID, batch: str, actor: User) -> int:
    """Put back what stood there before one step of taking over; what was changed since stays. Return how many."""
    filling = filling_of(lock_draft(draft_id, actor))
    count = 0
    for section in filling.spec.sections:
        answer = filling.answers.get(section.id)
        if answer is None:
            continue
        taken = {one: source for one, source in standing(answer.sources, answer.data).items() if source.batch == batch}
        if not batch or not taken:
            continue
        filling = _save(filling, section.id, {one: source.before for one, source in taken.items()}, actor)
        answer = filling.answers[section.id]
        _note(answer, {one: source for one, source in answer.sources.items() if one not in taken})
        count += len(taken)
    log.info("earlier_undone", draft=str(draft_id), fields=count, actor=actor.pk)
    return count


def _save(filling: Filling, section_id: str, values: Mapping[str, Any], actor: User) -> Filling:
    """Save a section as it is but for these values (None empties a field), as if somebody had typed it."""
    section = filling.spec.section(section_id)
    answer = filling.answers.get(section_id)
    changed = {**filling.values(section), **values}
    known = {field_id: value for field_id, value in changed.items() if value is not None}
    rejected = answer.rejected if answer else {}
    kept = {name: text for name, text in rejected.items() if not any(belongs(name, one) for one in values)}
    saved = section_save(
        draft_id=filling.draft.pk,
        section_id=section_id,
        post=TypedInput(section_inputs(section, known, kept)),
        expected_revision=None,
        actor=actor,
    )
    return saved.filling


def _note(answer: SectionAnswer, sources: Mapping[str, Any]) -> None:
    answer.sources = dict(sources)
    SectionAnswer.objects.filter(pk=answer.pk).update(sources=answer.sources)
