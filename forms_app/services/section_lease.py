"""Who is in a section: renewed while somebody types, taken over by a colleague, ended when the page is left.

The leases stand in the draft's own row: who opens a section reads them with the draft, and whoever changes them holds
the draft's row lock, as every save does. Handing in ends them all.
"""

import uuid

import structlog
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.lease import Holder, Lease, Leases, lease_of, left, renewed, taken
from forms_app.errors import NotPermitted
from forms_app.models import Draft
from forms_app.services.draft_lock import lock_filling

log = structlog.get_logger()


@transaction.atomic
def section_lease_renew(*, draft_id: uuid.UUID, section_id: str, actor: User, page: str) -> Lease | None:
    """Renew the actor's lease, or begin one where the section is free; return the lease of the section then.

    A live lease of somebody else stays and is returned. DraftNotEditable once the form is handed in.
    """
    draft = _locked(draft_id, section_id, actor)
    now = timezone.now()
    _put(draft, renewed(draft.leases, section_id, holder(actor, page), now))
    return lease_of(draft.leases, section_id, now)


@transaction.atomic
def section_lease_take(*, draft_id: uuid.UUID, section_id: str, actor: User, page: str, shown: int) -> Lease | None:
    """Take a section over from the person (an id) whom the page showed; return the lease of the section then.

    It is somebody else's if that one was quicker. What the former holder types goes on being saved and merged.
    """
    draft = _locked(draft_id, section_id, actor)
    now = timezone.now()
    _put(draft, taken(draft.leases, section_id, holder(actor, page), shown, now))
    lease = lease_of(draft.leases, section_id, now)
    done = lease is not None and lease.holder == actor.pk
    log.info("section_taken_over", draft=str(draft_id), section=section_id, actor=actor.pk, shown=shown, done=done)
    return lease


@transaction.atomic
def section_lease_leave(*, draft_id: uuid.UUID, section_id: str, actor: User, page: str) -> None:
    """End the lease of a page that was left; nothing happens if another page or person holds it."""
    draft = _locked(draft_id, section_id, actor)
    _put(draft, left(draft.leases, section_id, holder(actor, page), timezone.now()))


def _locked(draft_id: uuid.UUID, section_id: str, actor: User) -> Draft:
    filling = lock_filling(draft_id, actor)
    if all(one.id != section_id for one in filling.own_sections):
        raise NotPermitted
    return filling.draft


def holder(actor: User, page: str) -> Holder:
    """Return the actor as the holder of a lease."""
    return Holder(actor.pk, str(actor), page)


def _put(draft: Draft, leases: Leases) -> None:
    if leases != draft.leases:
        Draft.objects.filter(pk=draft.pk).update(leases=leases)
        draft.leases = dict(leases)
