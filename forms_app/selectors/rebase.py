"""Reads around a form that was published again: the newer version, and what an older one had been told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_app.engine.compile import field_from_json
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.rebase import RebasePlan, plan
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.models import Draft, DraftRebase, FormVersion, RetiredAnswer, Submission
from forms_app.policies import in_audience
from forms_app.selectors.filling import Filling
from forms_app.selectors.versions import spec_of


@dataclass(frozen=True)
class ShownAnswer:
    """An answer to an older version as people read it: one text, or items; `typed` was never accepted."""

    field_id: str
    section_id: str
    section_title: str
    label: str
    type: str
    text: str
    items: Sequence[Any]
    typed: Sequence[str]
    version: int = 0

    @property
    def has_files(self) -> bool:
        """Say whether the items are files."""
        return field_type(self.type).has_files


def newer_version(draft: Draft) -> FormVersion | None:
    """Return the newest version of a draft's form if it is newer than the draft's and open to its organisation."""
    versions = FormVersion.objects.filter(definition=draft.version.definition_id, definition__live=True)
    newest = versions.filter(number__gt=draft.version.number).order_by("-number").first()
    if newest is None or not in_audience(spec_of(newest), draft.organisation.kind):
        return None
    return newest


def rebase_plan(filling: Filling, version: FormVersion) -> RebasePlan:
    """Return what taking a draft over into this version means."""
    rejected = {section_id: one.rejected for section_id, one in filling.answers.items()}
    return plan(filling.spec, spec_of(version), stored_answers(filling), rejected)


def stored_answers(filling: Filling) -> dict[str, Mapping[str, Any]]:
    """Return all that is stored, with the files, sections that the version does not know included."""
    return {**{section_id: one.data for section_id, one in filling.answers.items()}, **filling.stored}


def retired_answers(filling: Filling) -> list[ShownAnswer]:
    """Return what was told to older versions and is no longer asked; nothing is read on a form's first version."""
    if filling.draft.version.number == 1:
        return []
    found = RetiredAnswer.objects.filter(draft=filling.draft).select_related("rebase__from_version")
    return [
        shown_answer(
            field_from_json(one.spec),
            (one.section_id, one.section_title),
            one.value,
            one.typed,
            filling.lookups,
            version=one.rebase.from_version.number,
        )
        for one in found.defer("rebase__from_version__content")
    ]


def shown_answer(
    spec: FieldSpec,
    section: tuple[str, str],
    value: Any,
    typed: Mapping[str, Any],
    lookups: Lookups,
    *,
    version: int = 0,
) -> ShownAnswer:
    """Return one answer as people read it; `section` is its id and title."""
    shown = field_type(spec.type).display(spec, value, lookups) if value is not None else ""
    text, items = (shown, ()) if isinstance(shown, str) else ("", shown)
    return ShownAnswer(spec.id, *section, spec.label, spec.type, text, items, _typed_texts(typed), version)


def _typed_texts(typed: Mapping[str, Any]) -> list[str]:
    """Return what was typed; the order of rows is no text of a person."""
    texts: list[str] = []
    for name, value in typed.items():
        if not name.endswith("-rows"):
            texts.extend(value if isinstance(value, list) else [value])
    return [one for one in texts if one]


def drawer(filling: Filling, section: SectionSpec | None = None) -> list[ShownAnswer]:
    """Return the answers to older versions that this party may read: all, or those around one section."""
    theirs = {one.id for one in filling.spec.sections if filling.party not in one.parties}
    answers = [one for one in retired_answers(filling) if one.section_id not in theirs]
    if section is None:
        return answers
    own = {one.id for one in section.fields}
    return [one for one in answers if one.section_id == section.id or one.field_id in own]


def version_of_round(submission: Submission, number: int) -> FormVersion:
    """Return the version that a round answered: an older one if the draft was taken over into a newer one since."""
    if submission.version.number == 1:
        return submission.version
    later = DraftRebase.objects.filter(draft=submission.draft_id, round__gte=number).select_related("from_version")
    first = later.order_by("pk").first()
    return first.from_version if first else submission.version
