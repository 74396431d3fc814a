"""Everything that filling in one draft needs: each part is read once, when it is first asked for."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from cms.accounts.facade import region_names
from forms_app.engine.answers import open_fields, write_mask
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FormSpec, SectionSpec
from forms_app.models import Attachment, Draft, Remark, SectionAnswer, Submission
from forms_app.policies import party_of
from forms_app.selectors.versions import spec_of

EDITABLE = (Draft.Status.OPEN, Draft.Status.RETURNED)


@dataclass(frozen=True)
class Filling:
    """A draft with its form, answers, files and remarks."""

    draft: Draft
    spec: FormSpec
    submission: Submission | None

    @cached_property
    def answers(self) -> Mapping[str, SectionAnswer]:
        """Return the stored answers by section id; read when they are first asked for."""
        return {one.section_id: one for one in SectionAnswer.objects.filter(draft=self.draft)}

    @cached_property
    def attachments(self) -> Sequence[Attachment]:
        """Return the files that have not been removed."""
        return list(Attachment.objects.filter(draft_id=self.draft.pk, removed_at=None))

    @cached_property
    def remarks(self) -> Sequence[Remark]:
        """Return the remarks that wait for an answer."""
        if self.submission is None:
            return ()
        waiting = self.submission.remarks.filter(sent_at__isnull=False, answered_in_round=None)
        return list(waiting.select_related("author"))

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Return the names of the regions."""
        return region_names()

    @property
    def party(self) -> str:
        """Return the party as which the draft's organisation fills in."""
        return party_of(self.draft.organisation.kind)

    @property
    def editable(self) -> bool:
        """Say whether anything may be changed now."""
        return self.draft.status in EDITABLE

    @cached_property
    def mask(self) -> frozenset[str]:
        """Return the places that may be written now."""
        if not self.editable:
            return frozenset()
        return write_mask(self.spec, {self.party}, unlocked=self.draft.unlocked)

    @cached_property
    def open_fields(self) -> frozenset[str]:
        """Return the fields of which something may be written now."""
        return open_fields(self.mask)

    @cached_property
    def sections(self) -> tuple[SectionSpec, ...]:
        """Return the sections that this party fills in: the steps of the wizard."""
        own = write_mask(self.spec, {self.party})
        opened = open_fields(own)
        return tuple(one for one in self.spec.sections if any(field.id in opened for field in one.fields))

    @cached_property
    def other_sections(self) -> tuple[SectionSpec, ...]:
        """Return the sections that another party fills in."""
        own = {section.id for section in self.sections}
        return tuple(one for one in self.spec.sections if one.id not in own)

    @cached_property
    def lookups(self) -> FixedLookups:
        """Return what the engine asks about the world."""
        return FixedLookups(
            regions=self.regions,
            attachments={str(one.pk): one.name for one in self.attachments},
            today=timezone.localdate(),
        )

    @cached_property
    def files(self) -> Mapping[str, list[Attachment]]:
        """Return the files by field id."""
        found: dict[str, list[Attachment]] = {}
        for one in self.attachments:
            found.setdefault(one.field_id, []).append(one)
        return found

    @cached_property
    def files_present(self) -> Mapping[str, list[str]]:
        """Return the ids of the files by field id, as the engine takes them."""
        return {field_id: [str(one.pk) for one in files] for field_id, files in self.files.items()}

    def values(self, section: SectionSpec) -> dict[str, Any]:
        """Return the stored answers of a section; its file fields hold what is uploaded now."""
        answer = self.answers.get(section.id)
        return with_files(section, answer.data if answer else {}, self.files_present)

    def remarks_on(self, section: SectionSpec) -> Mapping[str, list[Remark]]:
        """Return the remarks that wait for an answer, by field id."""
        found: dict[str, list[Remark]] = {}
        for remark in self.remarks:
            if remark.section_id == section.id:
                found.setdefault(remark.field_id, []).append(remark)
        return found

    def section_by_key(self, key: str) -> SectionSpec | None:
        """Return the step with this key."""
        return next((one for one in self.sections if key in (one.key, one.id)), None)

    def reloaded(self) -> "Filling":
        """Return the same filling with answers and files read again."""
        fresh = replace(self)
        if "regions" in vars(self):
            vars(fresh)["regions"] = self.regions
        return fresh

    def with_answer(self, answer: SectionAnswer) -> "Filling":
        """Return the same filling after one section was written."""
        fresh = self.reloaded()
        vars(fresh)["answers"] = {**self.answers, answer.section_id: answer}
        if "attachments" in vars(self):
            vars(fresh)["attachments"] = self.attachments
        return fresh


def with_files(
    section: SectionSpec, data: Mapping[str, Any], files_present: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the answers with the files that exist: uploads are saved at once, outside the section's document."""
    values = dict(data)
    for one in section.fields:
        if not field_type(one.type).has_files:
            continue
        present = list(files_present.get(one.id, ()))
        if present:
            values[one.id] = present
        else:
            values.pop(one.id, None)
    return values


def filling_of(draft: Draft) -> Filling:
    """Return the filling of a draft that was read with its version, organisation and submission."""
    return Filling(draft=draft, spec=spec_of(draft.version), submission=getattr(draft, "submission", None))


def draft_by_id(draft_id: uuid.UUID) -> Draft:
    """Return one draft with its version, organisation and submission; Draft.DoesNotExist if there is none."""
    return Draft.objects.select_related("version__definition", "organisation__region", "submission").get(pk=draft_id)
