"""What official paper shows: a submission as it was handed in, or a draft as it stands."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.core.audit import sha256_of
from forms_app.engine.check_code import certified_answers
from forms_app.engine.faults import Fault
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FormSpec
from forms_app.models import Draft, FormVersion, Submission
from forms_app.paper import PaperContext, PaperExplanation
from forms_app.selectors.completeness import faults_of
from forms_app.selectors.content_code import content_code, current_code
from forms_app.selectors.explanations import frozen_explanations, printed_explanations
from forms_app.selectors.filling import Filling, answers_to_hand_in, draft_by_id, filling_of
from forms_app.selectors.sheet import asked_spec, lookups_of
from forms_app.selectors.versions import spec_of

# Raised when the renderers draw the same answers differently, so that nobody gets a file of the old looks.
LOOKS = 1


@dataclass(frozen=True)
class PaperMaterial:
    """All that a renderer needs, and what the paper certifies."""

    draft: Draft
    version: FormVersion
    spec: FormSpec
    answers: Mapping[str, Mapping[str, Any]]
    lookups: Lookups
    context: PaperContext
    stem: str
    # Whether it is all of the form: the bureau's own document has no use for a part.
    whole: bool = True

    @property
    def content_sha256(self) -> str:
        """Return the hash of the answers that the check code stands for."""
        return sha256_of(certified_answers(spec_of(self.version), self.answers))

    @property
    def key(self) -> str:
        """Return the hash of all that the paper shows: form, answers, names of files, and what it says of itself."""
        return sha256_of(
            {
                "looks": LOOKS,
                "version": self.version.sha256,
                "asked": sorted(field.id for _section, field in self.spec.fields()),
                "answers": self.answers,
                "files": dict(self.lookups.attachments),
                "context": asdict(self.context),
            }
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whether a form has to be stamped, and with which code it may be printed for that now; "" if not yet."""

    needed: bool
    code: str = ""


def submission_material(submission_id: uuid.UUID, *, binding: str = "single") -> PaperMaterial:
    """Return the last round of a submission.

    While it is with the applicant for correction every page carries the draft watermark and no code: what is printed
    then is not what will be decided on.
    """
    submission = Submission.objects.select_related("version", "organisation__region", "draft").get(pk=submission_id)
    last = submission.rounds.order_by("-number").values_list("answers", "explanations").first()
    answers, explanations = last or ({}, None)
    spec, day = spec_of(submission.version), timezone.localdate(submission.submitted_at)
    return PaperMaterial(
        draft=submission.draft,
        version=submission.version,
        spec=asked_spec(spec, answers, day, keep_places=True),
        answers=answers,
        lookups=lookups_of(submission),
        context=_context(
            submission.version,
            submission.organisation.region.name,
            reference=submission.reference,
            code="" if submission.is_with_filler else content_code(submission.version, spec, answers),
            binding=binding,
            explanations=printed_explanations(explanations),
        ),
        stem=f"{submission.reference}-{submission.organisation.name}",
    )


def draft_material(draft_id: uuid.UUID, *, binding: str = "single") -> PaperMaterial:
    """Return a draft as it stands: with the watermark, unless it is complete and waits for its stamp."""
    return filling_material(filling_of(draft_by_id(draft_id)), binding=binding)


def filling_material(filling: Filling, *, binding: str = "single") -> PaperMaterial:
    """Return a draft as its filler sees it: all of it for the owner; for a co-filler its sections, as a draft."""
    draft, spec, answers = filling.draft, filling.spec, answers_to_hand_in(filling)
    asked, code = asked_spec(spec, answers, timezone.localdate(), keep_places=True), ""
    if filling.acting_for is None:
        code = stamp_of(filling, faults_of(filling)).code
    else:
        own = {one.id for one in filling.own_sections}
        asked = replace(asked, sections=tuple(one for one in asked.sections if one.id in own))
        answers = {section: values for section, values in answers.items() if section in own}
    return PaperMaterial(
        draft=draft,
        version=draft.version,
        spec=asked,
        answers=answers,
        lookups=filling.lookups,
        context=_context(
            draft.version,
            draft.organisation.region.name,
            code=code,
            binding=binding,
            explanations=printed_explanations(frozen_explanations(filling)),
        ),
        stem=f"{spec.title}-{draft.organisation.name}",
        whole=filling.acting_for is None,
    )


def stamp_of(filling: Filling, faults: Mapping[str, Sequence[Fault]]) -> Stamp:
    """Return whether a draft with these faults may be printed without 草稿: when only the stamped scan is missing."""
    scans = {field.id for _section, field in filling.spec.fields() if field.type == "scan"}
    if not scans or not filling.editable:
        return Stamp(needed=bool(scans))
    ready = all(fault.path in scans for found in faults.values() for fault in found)
    return Stamp(needed=True, code=current_code(filling) if ready else "")


def _context(
    version: FormVersion,
    county: str,
    *,
    code: str,
    reference: str = "",
    binding: str,
    explanations: tuple[PaperExplanation, ...],
) -> PaperContext:
    return PaperContext(
        placeholders={"county": county},
        reference=reference,
        version_number=version.number,
        draft=not code,
        check_code=code,
        verify_url=verify_url(code) if code else "",
        binding=binding,
        explanations=explanations,
    )


def verify_url(code: str) -> str:
    """Return the public address at which a code is verified."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('verify:code', args=[code])}"
