"""Writing the answers of one section: the part that every use case shares. Callers hold the draft's row lock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from cms.accounts.models import User
from forms_app.engine.answers import SectionResult
from forms_app.engine.form_state import FormState
from forms_app.engine.merge import merge
from forms_app.engine.places import open_fields
from forms_app.engine.spec import SectionSpec
from forms_app.models import AnswerRevision, Draft, SectionAnswer
from forms_app.services.section_merge import NOBODY, Writer


@dataclass(frozen=True)
class StoredSection:
    """The state of a section after a write."""

    answer: SectionAnswer
    changed: bool


def section_store(
    *,
    draft: Draft,
    section: SectionSpec,
    result: SectionResult,
    mask: Collection[str],
    complete: bool,
    actor: User,
    answer: SectionAnswer | None,
    state: FormState | None = None,
    writer: Writer = NOBODY,
    acting_for: int | None = None,
) -> StoredSection:
    """Write what the mask opens; append a revision only when something changed.

    `answer` is the section's row as it was read under the lock, None if there is none yet. With `state` what the form
    computes is written too; it alone counts as nobody's typing. `acting_for` is the id of an organisation that was
    invited to fill in.
    """
    if answer is None:
        answer = SectionAnswer(draft=draft, section_id=section.id, author=actor)
    data = merge(answer.data, result.values, mask)
    typed = data != answer.data
    if state is not None:
        data = state.with_computed(section, data)
    rejected = {**_kept_rejected(answer.rejected, section, mask), **result.rejected}
    changed = data != answer.data or rejected != answer.rejected
    if not changed and answer.pk and answer.typed_revision and answer.complete == complete:
        return StoredSection(answer=answer, changed=False)
    if changed or not answer.typed_revision:
        answer.revision += 1
        if typed or rejected != answer.rejected or not answer.typed_revision:
            answer.typed_revision = answer.revision
            answer.author = actor
        Draft.objects.filter(pk=draft.pk).update(revision=F("revision") + 1)
    answer.data, answer.rejected, answer.complete = data, rejected, complete
    answer.writer, answer.writer_sequence = writer.token, writer.sequence
    answer.save()
    if changed:
        AnswerRevision.objects.create(
            draft=draft,
            section_id=section.id,
            revision=answer.revision,
            data=data,
            rejected=rejected,
            writer=writer.token,
            author=actor,
            organisation_id=acting_for,
        )
    return StoredSection(answer=answer, changed=changed)


def _kept_rejected(rejected: Mapping[str, Any], section: SectionSpec, mask: Collection[str]) -> dict[str, Any]:
    """Return the rejected input of fields that this write does not open."""
    opened = open_fields(mask) & {field.id for field in section.fields}
    return {
        name: typed
        for name, typed in rejected.items()
        if not any(name == field_id or name.startswith(f"{field_id}-") for field_id in opened)
    }
