"""An office fills in its own section of a submission."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.answers import SectionResult
from forms_app.engine.fields import Post
from forms_app.engine.places import section_mask
from forms_app.engine.spec import SectionSpec
from forms_app.errors import NotPermitted, WrongState
from forms_app.models import Submission, SubmissionRound
from forms_app.policies import may_review
from forms_app.selectors.explanations import frozen_explanations
from forms_app.selectors.filling import Filling, filling_of
from forms_app.services.computed_store import computed_store, dependents_of
from forms_app.services.draft_submit import round_record
from forms_app.services.explanations import explanations_take
from forms_app.services.section_merge import merged_with_others
from forms_app.services.section_save import checked_input, merged_input
from forms_app.services.section_settle import section_settle
from forms_app.services.section_store import section_store
from forms_app.services.sinks import sinks_deliver

log = structlog.get_logger()

OFFICE_PARTY = "county"
OPEN_TO_OFFICES = (Submission.Status.SUBMITTED, Submission.Status.ACCEPTED)


@dataclass(frozen=True)
class OfficeSave:
    """What became of the office's input: with faults nothing was written; a replayed key gives the first round."""

    result: SectionResult
    round: int | None
    replayed: bool = False


@transaction.atomic
def office_section_save(
    *,
    submission_id: uuid.UUID,
    section_id: str,
    post: Post,
    actor: User,
    key: str,
    expected_revision: int | None = None,
) -> OfficeSave:
    """Write an office's section as a round of its own; the applicant's answers cannot be reached from here.

    `expected_revision` is the section's revision that the page showed; StaleDraft if a colleague saved something else
    since.
    """
    submission = _locked(submission_id)
    if not may_review(actor, submission.organisation.region_id):
        raise NotPermitted
    earlier = SubmissionRound.objects.filter(key=key, submission=submission).first()
    if earlier is not None:
        return OfficeSave(result=SectionResult(), round=earlier.number, replayed=True)
    if submission.status not in OPEN_TO_OFFICES:
        raise WrongState
    filling = filling_of(submission.draft, acting=OFFICE_PARTY)
    section = filling.spec.section(section_id)
    mask = section_mask(section, filling.own_mask)
    if not mask:
        raise NotPermitted
    result = checked_input(filling, section, post, mask)
    merged = merged_with_others(
        filling=filling, section=section, expected=expected_revision, checked=result, mask=mask, post=post
    )
    together = merged_input(section, merged) if merged else post
    if merged:
        result = checked_input(filling, section, together, mask)
    settled = section_settle(filling=filling, section=section, checked=result, mask=mask, post=post)
    if filling.formulas.live:
        taken = explanations_take(filling=settled.filling, section=section, post=post, actor=actor)
        settled = settled.explained(section, taken.filling, taken.faults)
    result = settled.result
    if not result.ok:
        return OfficeSave(result=result, round=None)
    stored = section_store(
        draft=submission.draft,
        section=section,
        result=result,
        mask=mask,
        complete=True,
        actor=actor,
        answer=filling.answers.get(section_id),
        state=settled.filling.state if filling.formulas.live else None,
    )
    last = submission.rounds.order_by("-number").first()
    answers = {**(last.answers if last else {}), section.id: stored.answer.data}
    explanations = last.explanations if last else None
    if filling.formulas.live:
        filling = filling.with_answer(stored.answer)
        concerned = dependents_of(filling, section_id)
        filling = computed_store(filling=filling, sections=concerned, actor=actor)
        answers = _as_asked(filling, [section, *concerned], answers)
        explanations = [*(explanations or ()), *(frozen_explanations(filling) or ())] or None
    submission.round += 1
    submission.save(update_fields=["round"])
    handed_in = round_record(
        submission=submission,
        answers=answers,
        explanations=explanations,
        kind=SubmissionRound.Kind.OFFICE,
        key=key,
        actor=actor,
    )
    sinks_deliver(submission=submission, handed_in=handed_in, spec=filling.spec, actor=actor)
    log.info("office_section_saved", reference=submission.reference, section=section_id, actor=actor.pk)
    return OfficeSave(result=result, round=handed_in.number)


def _as_asked(filling: Filling, sections: Sequence[SectionSpec], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with what is computed anew in these sections, and without what is not asked there."""
    state = filling.state
    fresh = {one.id: state.asked_only(one, state.with_computed(one, answers.get(one.id, {}))) for one in sections}
    return {section: values for section, values in {**answers, **fresh}.items() if values}


def _locked(submission_id: uuid.UUID) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("version", "organisation__region", "draft__version", "draft__organisation__region")
        .get(pk=submission_id)
    )
