"""Everything that filling in one draft needs: each part is read once, when it is first asked for."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cms.accounts.facade import region_names
from cms.core.prepared import PreparedObjects
from forms_app.directories import DirectoryReader, registered_directories
from forms_app.engine.explanations import Explanation, explained
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.form_checks import Finding, explanation_key, findings_of
from forms_app.engine.form_state import FormState, evaluate_form
from forms_app.engine.formulas import FormFormulas, formulas_of
from forms_app.engine.lookups import Directory, Lookups
from forms_app.engine.places import closed_stages, field_of, open_fields, party_mask, write_mask
from forms_app.engine.spec import STAGES, FormSpec, SectionSpec
from forms_app.models import Attachment, CheckExplanation, Draft, Remark, SectionAnswer, Submission, SubmissionRound
from forms_app.policies import EDITABLE, party_of
from forms_app.selectors.formula_world import FormulaWorld, formula_world
from forms_app.selectors.versions import spec_of

_answers_of: PreparedObjects[SectionAnswer] = PreparedObjects(
    lambda draft: SectionAnswer.objects.filter(draft_id=draft), draft=uuid.UUID
)


@dataclass(frozen=True)
class Filling:
    """A draft with its form, answers, files and remarks.

    `acting` is the party if it is not the owner's own, `acting_for` the id of the organisation that was invited to
    fill in with the owner.
    """

    draft: Draft
    spec: FormSpec
    submission: Submission | None
    acting: str = ""
    acting_for: int | None = None

    @cached_property
    def answers(self) -> Mapping[str, SectionAnswer]:
        """Return the stored answers by section id; read when they are first asked for."""
        return {one.section_id: one for one in _answers_of(draft=self.draft.pk)}

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
        found = list(waiting.select_related("author", "replied_by"))
        if self.acting_for is None:
            return found
        own = {one.id for section in self.own_sections for one in section.fields}
        return [one for one in found if one.field_id in own]

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Return the names of the regions."""
        return region_names()

    @property
    def party(self) -> str:
        """Return the party as which the form is filled in: the draft's organisation's, or an office's."""
        return self.acting or party_of(self.draft.organisation.kind)

    @property
    def editable(self) -> bool:
        """Say whether anything may be changed now."""
        return self.draft.status in EDITABLE

    @cached_property
    def mask(self) -> frozenset[str]:
        """Return the places that may be written now."""
        if not self.editable:
            return frozenset()
        if self.draft.unlocked is None:
            return self.own_mask
        places = write_mask(self.spec, {self.party}, self.stages, self.draft.unlocked)
        if not self.formulas.steps:
            return places
        return places | frozenset(place for place in self.own_mask if field_of(place) in self._never_asked)

    @cached_property
    def _never_asked(self) -> frozenset[str]:
        """Return the fields that the last round did not ask: a correction may bring them up for the first time."""
        if self.submission is None:
            return frozenset()
        last = self.submission.rounds.order_by("-number").values_list("answers", flat=True).first() or {}
        # The round may have answered an older version, in which fields stood in other sections.
        given = {field_id: value for values in last.values() for field_id, value in values.items()}
        placed = {
            one.id: {spec.id: given[spec.id] for spec in one.fields if spec.id in given} for one in self.spec.sections
        }
        return frozenset(evaluate_form(self.spec, placed, self.world, last=self.last_values).hidden_fields)

    @property
    def stages(self) -> Collection[str]:
        """Return the stages of the form that are open."""
        return STAGES if self.draft.open_stages is None else self.draft.open_stages

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Return the fields of which something waits for a stage that is not open yet."""
        if set(STAGES) <= set(self.stages):
            return frozenset()
        return frozenset(one.id for section, one in self.spec.fields() if any(closed_stages(section, one, self.stages)))

    def waits(self, section: SectionSpec) -> bool:
        """Say whether a section waits for a stage as a whole."""
        if not self.waiting:
            return False
        opened = open_fields(self.own_mask)
        asked = [one.id for one in section.fields if field_type(one.type).has_value and not one.formula]
        return bool(self.waiting.intersection(asked)) and not opened.intersection(asked)

    @cached_property
    def own_mask(self) -> frozenset[str]:
        """Return the places that this party may write at the open stages while nothing is handed in."""
        return party_mask(self.spec, self.party, frozenset(self.stages))

    @cached_property
    def open_fields(self) -> frozenset[str]:
        """Return the fields of which something may be written now."""
        return open_fields(self.mask)

    @cached_property
    def own_sections(self) -> tuple[SectionSpec, ...]:
        """Return the sections that this party fills in, whether they are asked now or not."""
        return tuple(
            one
            for one in self.spec.sections
            if self.party in one.parties and any(field_type(field.type).has_value for field in one.fields)
        )

    @cached_property
    def sections(self) -> tuple[SectionSpec, ...]:
        """Return the sections that this party fills in and that are asked now: the steps of the wizard."""
        return tuple(one for one in self.own_sections if self.asks(one))

    @cached_property
    def other_sections(self) -> tuple[SectionSpec, ...]:
        """Return the sections that another party fills in, as far as they are asked now."""
        own = {section.id for section in self.own_sections}
        return tuple(one for one in self.spec.sections if one.id not in own and self.asks(one))

    def asks(self, section: SectionSpec) -> bool:
        """Say whether a section is asked at all."""
        return not section.visible or section.id not in self.state.hidden_sections

    @cached_property
    def formulas(self) -> FormFormulas:
        """Return the formulas of the form."""
        return formulas_of(self.spec)

    @cached_property
    def world(self) -> FormulaWorld:
        """Return what formulas ask about the world."""
        return formula_world(self.formulas.tables)

    @cached_property
    def last_values(self) -> Mapping[str, Any]:
        """Return the answers of the sheet that was accepted last before this draft was begun, by field id.

        Ids survive every republishing, so a field that the form has had all along is found whatever it is called now.
        It is read when a formula asks for it, with one query.
        """
        return cast(Mapping[str, Any], SimpleLazyObject(self._read_last_values))

    def _read_last_values(self) -> dict[str, Any]:
        last = accepted_before(self.draft).values_list("answers", flat=True).first() or {}
        return {field_id: value for values in last.values() for field_id, value in values.items()}

    @cached_property
    def stored(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the stored answers of all sections, with the files that exist."""
        return {
            one.id: with_files(one, self.answers[one.id].data if one.id in self.answers else {}, self.files_in(one))
            for one in self.spec.sections
        }

    @cached_property
    def state(self) -> FormState:
        """Return what the formulas come to for the stored answers: what is computed, and what is not asked."""
        answers = self.stored if self.formulas.live else {}
        return evaluate_form(self.spec, answers, self.world, last=self.last_values)

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        """Return the written explanations by the key of their check; nothing is read where none can be asked for."""
        if not any(check.spec.tier == "explain" for check in self.formulas.checks):
            return {}
        written = CheckExplanation.objects.filter(draft=self.draft).select_related("author")
        return {
            explanation_key(one.check_id, one.row_id): Explanation(
                one.text, one.basis, str(one.author), one.saved_at.isoformat(timespec="seconds")
            )
            for one in written
        }

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Return the checks of this party's sections that do not hold; after a return, those that it can mend."""
        own = {section.id for section in self.sections}
        return [one for one in findings_of(self.formulas, self.state, own) if self._can_mend(one)]

    def _can_mend(self, finding: Finding) -> bool:
        if self.draft.unlocked is None and self.draft.open_stages is None:
            return True
        behind = self.formulas.typed_behind(finding.check.formula, finding.check.table)
        return bool(behind & (open_fields(self.own_mask) if self.draft.unlocked is None else self.open_fields))

    @cached_property
    def check_faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """Return the findings as faults by section id; an explained one blocks no more."""
        found: dict[str, tuple[Fault, ...]] = {}
        for one in self.findings:
            fault = explained(one, self.explanations.get(one.key))
            found[one.check.section] = (*found.get(one.check.section, ()), fault)
        return found

    @cached_property
    def lookups(self) -> Lookups:
        """Return what the engine asks about the world; each part is read when it is first asked for."""
        return FillingLookups(self)

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
        """Return the answers of a section with what is computed; its file fields hold what is uploaded now."""
        if self.formulas.live:
            return self.state.with_computed(section, self.stored[section.id])
        answer = self.answers.get(section.id)
        return with_files(section, answer.data if answer else {}, self.files_in(section))

    def files_in(self, section: SectionSpec) -> Mapping[str, list[str]]:
        """Return the ids of the files of a section; nothing is read where no field asks for files."""
        return self.files_present if asks_files(section) else {}

    def remarks_on(self, section: SectionSpec) -> Mapping[str, list[Remark]]:
        """Return the remarks that wait for an answer, by field id."""
        found: dict[str, list[Remark]] = {}
        own = {one.id for one in section.fields}
        for remark in self.remarks:
            if remark.field_id in own:
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
        return self.with_answers({answer.section_id: answer})

    def with_answers(self, written: Mapping[str, SectionAnswer]) -> "Filling":
        """Return the same filling after sections were written."""
        fresh = self.reloaded()
        vars(fresh)["answers"] = {**self.answers, **written}
        for name in ("attachments", "world", "last_values", "remarks"):
            if name in vars(self):
                vars(fresh)[name] = vars(self)[name]
        return fresh

    def with_explanations_read_again(self) -> "Filling":
        """Return the same filling after a check was explained."""
        fresh = replace(self)
        vars(fresh).update(
            {name: part for name, part in vars(self).items() if name not in ("explanations", "check_faults")}
        )
        return fresh

    def with_values(self, section: SectionSpec, data: Mapping[str, Any]) -> "Filling":
        """Return the same filling as if a section held these answers; nothing is written."""
        fresh = self.with_answers({})
        vars(fresh)["stored"] = {**self.stored, section.id: with_files(section, data, self.files_present)}
        return fresh


def accepted_before(draft: Draft) -> QuerySet[SubmissionRound]:
    """Return the rounds of the organisation's accepted sheets of this form from before the draft, newest first."""
    accepted = SubmissionRound.objects.filter(
        submission__organisation=draft.organisation_id,
        submission__version__definition=draft.version.definition_id,
        submission__status=Submission.Status.ACCEPTED,
        submission__submitted_at__lt=draft.created_at,
    ).exclude(submission__draft=draft)
    return accepted.order_by("-submission__submitted_at", "-number")


def answers_to_hand_in(filling: Filling) -> dict[str, Any]:
    """Return the answers as a round would keep them now: {section id: {field id: value}}.

    Those that are not asked are left out: they stay in the draft alone.
    """
    answers = {}
    for section in filling.spec.sections:
        values = filling.values(section)
        if filling.formulas.steps:
            values = filling.state.asked_only(section, values)
        if values:
            answers[section.id] = values
    return answers


def asks_files(section: SectionSpec) -> bool:
    """Say whether a section has a field for files."""
    return any(field_type(one.type).has_files for one in section.fields)


@dataclass(frozen=True)
class FillingLookups:
    """The world as the engine of one filling asks about it."""

    filling: Filling

    @property
    def regions(self) -> Mapping[str, str]:
        """Return the names of the regions."""
        return self.filling.regions

    @cached_property
    def attachments(self) -> Mapping[str, str]:
        """Return the names of the files."""
        return {str(one.pk): one.name for one in self.filling.attachments}

    @cached_property
    def directories(self) -> Mapping[str, Directory]:
        """Return the directories that rooms have registered; each remembers what this filling asked."""
        return {name: DirectoryReader(one) for name, one in registered_directories().items()}

    @cached_property
    def today(self) -> dt.date:
        """Return the day of this request."""
        return timezone.localdate()


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


def filling_of(draft: Draft, *, acting: str = "", acting_for: int | None = None) -> Filling:
    """Return the filling of a draft that was read with its version, organisation and submission."""
    submission = getattr(draft, "submission", None)
    return Filling(
        draft=draft, spec=spec_of(draft.version), submission=submission, acting=acting, acting_for=acting_for
    )


def draft_by_id(draft_id: uuid.UUID) -> Draft:
    """Return one draft with its version, organisation and submission; Draft.DoesNotExist if there is none."""
    return Draft.objects.select_related("version__definition", "organisation__region", "submission").get(pk=draft_id)
