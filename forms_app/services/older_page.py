"""A page that still shows an older version of the form, after the draft was taken over into a newer one.

What was typed where the newer version asks nothing, or asks it in another section, goes to the drawer of answers to
earlier versions; the rest of the page is saved as from any page that is behind.
"""

import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.answers import clean_section
from forms_app.engine.compile import part_to_json
from forms_app.engine.fields import Inputs, Post
from forms_app.engine.places import section_mask, write_mask
from forms_app.engine.rebase import Retired, plan
from forms_app.engine.spec import FormSpec, SectionSpec
from forms_app.engine.threeway import belongs, field_inputs
from forms_app.engine.unseen import sent_names
from forms_app.models import DraftRebase, RetiredAnswer
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.versions import spec_of
from forms_app.services.draft_lock import lock_draft
from forms_app.services.section_merge import revision_at

log = structlog.get_logger()


@transaction.atomic
def gone_section_save(
    *, draft_id: uuid.UUID, section_key: str, post: Post, shown: int, expected_revision: int, actor: User
) -> tuple[str, ...] | None:
    """Keep what an older page sent for a section that the draft's version lacks; return what went to the drawer.

    None if the version that the page showed (`shown`) had no such section either. DraftNotEditable as for every save.
    """
    filling = filling_of(lock_draft(draft_id, actor))
    moved = _moved_from(filling, shown)
    old = spec_of(moved.from_version) if moved else None
    section = next((one for one in old.sections if section_key in (one.key, one.id)), None) if old else None
    if section is None:
        return None
    return typed_for_older(
        filling=filling, section_id=section.id, post=post, shown=shown, expected=expected_revision, actor=actor
    )


def typed_for_older(
    *, filling: Filling, section_id: str, post: Post, shown: int, expected: int, actor: User
) -> tuple[str, ...]:
    """Put into the drawer what was newly typed and has no place in this section any more; return its labels.

    Callers hold the draft's row lock. `shown` is the number of the version that the page showed.
    """
    moved = _moved_from(filling, shown)
    if moved is None:
        return ()
    old = spec_of(moved.from_version)
    section = next((one for one in old.sections if one.id == section_id), None)
    if section is None:
        return ()
    known = revision_at(filling.draft.pk, section_id, expected)
    homeless = _without_place(filling, old, section, post, known)
    kept = {one.field_id: (one.value, one.typed) for one in RetiredAnswer.objects.filter(draft=filling.draft)}
    new = [one for one in homeless if kept.get(one.spec.id) != (one.value, dict(one.typed))]
    RetiredAnswer.objects.bulk_create(
        RetiredAnswer(
            rebase=moved,
            draft=filling.draft,
            section_id=section.id,
            section_title=section.title[:255],
            field_id=one.spec.id,
            spec=part_to_json(one.spec),
            value=one.value,
            typed=dict(one.typed),
        )
        for one in new
    )
    if new:
        log.info("older_page_kept", draft=str(filling.draft.pk), section=section_id, fields=len(new), actor=actor.pk)
    return tuple(one.spec.label for one in homeless)


def _moved_from(filling: Filling, shown: int) -> DraftRebase | None:
    """Return how the draft left the version that the page showed; None if that is its own, or it never had it."""
    if not 0 < shown < filling.draft.version.number:
        return None
    left = DraftRebase.objects.filter(draft=filling.draft, from_version__number=shown)
    return left.select_related("from_version").order_by("-pk").first()


def _without_place(
    filling: Filling, old: FormSpec, section: SectionSpec, post: Post, known: Mapping[str, Any]
) -> list[Retired]:
    """Return what the page sent anew that the draft's version has no place for in this section."""
    mask = section_mask(section, write_mask(old, {filling.party}))
    sent = sent_names(post)
    typed = clean_section(section, post, filling.lookups, mask, files_present=filling.files_in(section))
    values: dict[str, Any] = {}
    rejected: Inputs = {}
    for spec in section.fields:
        if spec.id not in mask or not any(belongs(name, spec.id) for name in sent):
            continue
        state = typed.values.get(spec.id), field_inputs(typed.rejected, spec.id)
        if state != (known["data"].get(spec.id), field_inputs(known["rejected"], spec.id)) and state != (None, {}):
            values |= {spec.id: state[0]} if state[0] is not None else {}
            rejected |= state[1]
    answers, wrong = {section.id: values}, {section.id: rejected}
    made = plan(old, filling.spec, answers, wrong)
    fields = {one.id: one for one in section.fields}
    elsewhere = [
        Retired(section, fields[one], values.get(one), field_inputs(rejected, one), still_asked=True)
        for one in made.moves
        if one in fields and (one in values or field_inputs(rejected, one))
    ]
    return [*made.retired, *elsewhere]
