"""Give up a draft that was never handed in."""

import uuid

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.errors import DraftAlreadySubmitted
from forms_app.models import Draft, Submission
from forms_app.services.draft_lock import lock_draft

log = structlog.get_logger()


@transaction.atomic
def draft_discard(*, draft_id: uuid.UUID, actor: User) -> None:
    """Close the draft. Its answers stay in the database, but nobody is shown them any more."""
    draft = lock_draft(draft_id, actor)
    if Submission.objects.filter(draft=draft).exists():
        raise DraftAlreadySubmitted
    Draft.objects.filter(pk=draft.pk).update(status=Draft.Status.CLOSED)
    log.info("draft_discarded", draft=str(draft_id), actor=actor.pk)
