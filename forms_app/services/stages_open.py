"""Open further stages of a form that was handed in: a case decides when."""

import uuid
from collections.abc import Collection

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.places import newly_open
from forms_app.engine.spec import STAGES, FormSpec
from forms_app.errors import NotPermitted, StagesOpenAlready, WrongState
from forms_app.models import Draft, Submission
from forms_app.policies import may_review
from forms_app.selectors.versions import spec_of

log = structlog.get_logger()


@transaction.atomic
def stages_open(*, submission_id: uuid.UUID, stages: Collection[str], actor: User | None) -> tuple[str, ...]:
    """Give the form back to its filler with these stages open, and nothing else; return all that are open now.

    What was handed in at earlier stages stays closed until a reviewer remarks on it. A form that was begun before it
    had stages is given back alike: its procedure asks again for what belongs to them. `actor` None is the site itself,
    a timer for instance. StagesOpenAlready if nothing in the form belongs to these stages or all of it is open,
    WrongState while the filler has the form anyway.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("version", "organisation", "draft")
        .get(pk=submission_id)
    )
    if actor is not None and not may_review(actor, submission.organisation.region_id):
        raise NotPermitted
    if submission.status not in (Submission.Status.SUBMITTED, Submission.Status.ACCEPTED):
        raise WrongState
    spec, draft = spec_of(submission.version), submission.draft
    before = [stage for stage in STAGES if stage not in stages] if draft.open_stages is None else draft.open_stages
    after = tuple(stage for stage in STAGES if stage in before or stage in stages)
    opened = newly_open(spec, before, after)
    if not opened:
        raise StagesOpenAlready
    Draft.objects.filter(pk=draft.pk).update(
        status=Draft.Status.CONTINUED,
        open_stages=None if set(after) == set(STAGES) else list(after),
        unlocked=sorted(opened | stamped_again(spec)),
        updated_at=timezone.now(),
    )
    submission.status = Submission.Status.CONTINUED
    submission.save(update_fields=["status"])
    log.info("stages_opened", reference=submission.reference, stages=after, actor=actor.pk if actor else None)
    return after


def stamped_again(spec: FormSpec) -> frozenset[str]:
    """Return the scans of a form: what is changed has to be stamped again."""
    return frozenset(field.id for _section, field in spec.fields() if field.type == "scan")
