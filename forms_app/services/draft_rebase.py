"""Take a draft over into a newer version of its form."""

import uuid
from collections.abc import Collection
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.answers import check_section
from forms_app.engine.compile import part_to_json
from forms_app.engine.places import field_of
from forms_app.engine.rebase import Rebased, RebasePlan, apply
from forms_app.engine.threeway import belongs
from forms_app.errors import NotInAudience, VersionNotNewer
from forms_app.models import AnswerRevision, Draft, DraftRebase, FormVersion, RetiredAnswer, SectionAnswer
from forms_app.policies import in_audience
from forms_app.selectors.completeness import asked_faults
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.rebase import rebase_plan, stored_answers
from forms_app.selectors.versions import spec_of
from forms_app.services.computed_store import computed_store
from forms_app.services.draft_lock import lock_draft

log = structlog.get_logger()


@transaction.atomic
def draft_rebase(*, draft_id: uuid.UUID, to_version: int, actor: User) -> Draft:
    """Carry the answers of a draft to the version with this number and return the draft; once more changes nothing.

    What has no place there is kept as a RetiredAnswer. DraftNotEditable if the draft is under review, accepted or
    closed: what offices look at never moves. VersionNotNewer if it is no newer version of a live form.
    """
    draft = lock_draft(draft_id, actor)
    if draft.version.number == to_version:
        return draft
    version = _newer(draft, to_version)
    if not in_audience(spec_of(version), draft.organisation.kind):
        raise NotInAudience
    before = filling_of(draft)
    made = rebase_plan(before, version)
    rejected = {section_id: one.rejected for section_id, one in before.answers.items()}
    rebased = apply(made, stored_answers(before), rejected)
    _retire(draft, version, rebased, actor)
    for section_id in {*before.answers, *rebased.answers, *rebased.rejected}:
        _store(before, section_id, rebased, actor)
    _move(draft, version)
    filling = computed_store(filling=filling_of(draft), sections=made.new.sections, actor=actor)
    _unlock(filling, made)
    log.info("draft_rebased", draft=str(draft_id), to=to_version, retired=len(rebased.retired), actor=actor.pk)
    return draft


def _newer(draft: Draft, number: int) -> FormVersion:
    versions = FormVersion.objects.filter(definition=draft.version.definition_id, definition__live=True)
    version = versions.filter(number=number, number__gt=draft.version.number).first()
    if version is None:
        raise VersionNotNewer
    return version


def _retire(draft: Draft, version: FormVersion, rebased: Rebased, actor: User) -> None:
    """Write down that the draft moved, and keep what has no place any more."""
    submission = getattr(draft, "submission", None)
    entry = DraftRebase.objects.create(
        draft=draft,
        from_version=draft.version,
        to_version=version,
        round=submission.round if submission else 0,
        actor=actor,
    )
    RetiredAnswer.objects.bulk_create(
        RetiredAnswer(
            rebase=entry,
            draft=draft,
            section_id=one.section.id,
            section_title=one.section.title[:255],
            field_id=one.spec.id,
            spec=part_to_json(one.spec),
            value=one.value,
            typed=dict(one.typed),
        )
        for one in rebased.retired
    )


def _store(before: Filling, section_id: str, rebased: Rebased, actor: User) -> None:
    """Write the answers of one section as they are now; an unchanged section keeps its revision."""
    answer = before.answers.get(section_id) or SectionAnswer(draft=before.draft, section_id=section_id)
    data, rejected = rebased.answers.get(section_id, {}), rebased.rejected.get(section_id, {})
    if answer.pk and (data, rejected) == (answer.data, answer.rejected):
        return
    begun = answer.typed_revision > 0 or not answer.pk
    answer.data, answer.rejected, answer.author = data, rejected, actor
    answer.revision += 1
    # A page that shows the older state is behind: what it sends is merged with what stands here now.
    answer.typed_revision = answer.revision if begun else 0
    answer.writer, answer.writer_sequence = "", 0
    answer.save()
    AnswerRevision.objects.create(
        draft=before.draft,
        section_id=section_id,
        revision=answer.revision,
        data=data,
        rejected=rejected,
        author=actor,
    )


def _move(draft: Draft, version: FormVersion) -> None:
    known = {section.id for section in spec_of(version).sections}
    place = draft.current_section if draft.current_section in known else ""
    # A version without stages has nothing that could open them later.
    stages = draft.open_stages if spec_of(version).stages_at_start else None
    Draft.objects.filter(pk=draft.pk).update(
        version=version,
        current_section=place,
        open_stages=stages,
        revision=F("revision") + 1,
        updated_at=timezone.now(),
    )
    draft.version, draft.current_section, draft.open_stages = version, place, stages


def _unlock(filling: Filling, made: RebasePlan) -> None:
    """After a return, keep open what was open, and open what the newer version asks anew or no longer accepts."""
    draft = filling.draft
    if draft.unlocked is None:
        return
    known = {one.id for _section, one in made.new.fields()}
    kept = {anchor for anchor in draft.unlocked if field_of(anchor) in known}
    added = {one.spec.id for one in made.added}
    partly = {one.spec.id for one in made.retired if one.still_asked}
    changed = {one.spec.id for one in made.changed}
    draft.unlocked = sorted(kept | added | (partly & known) | _at_fault(filling, changed))
    Draft.objects.filter(pk=draft.pk).update(unlocked=draft.unlocked)


def _at_fault(filling: Filling, changed: Collection[str]) -> set[str]:
    """Return the changed fields whose answers the newer version does not accept."""
    found: set[str] = set()
    for section in filling.own_sections:
        answer = filling.answers.get(section.id)
        rejected: Any = answer.rejected if answer else None
        faults = check_section(section, filling.values(section), filling.lookups, rejected=rejected)
        paths = [one.path for one in asked_faults(filling, faults) if one.blocks]
        found |= {one for one in changed if any(belongs(path, one) for path in paths)}
    return found
