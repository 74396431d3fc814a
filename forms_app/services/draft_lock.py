"""Taking a draft for writing."""

import uuid

from django.db.models import QuerySet

from cms.accounts.models import User
from cms.core.prepared import PreparedObjects
from forms_app.errors import CoFillingOver, DraftNotEditable, NotPermitted
from forms_app.models import Draft
from forms_app.policies import EDITABLE, may_fill
from forms_app.selectors.co_fillers import co_filler_of, filling_for, was_withdrawn
from forms_app.selectors.filling import Filling


def _for_update(draft: uuid.UUID) -> QuerySet[Draft]:
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("version", "organisation", "submission")
    return drafts.defer("version__content").filter(pk=draft)


_locked: PreparedObjects[Draft] = PreparedObjects(_for_update, draft=uuid.UUID)


def lock_draft(draft_id: uuid.UUID, actor: User) -> Draft:
    """Return the draft with its row locked, if the actor may fill it in now; Draft.DoesNotExist if there is none."""
    found = _locked(draft=draft_id)
    if not found:
        raise Draft.DoesNotExist
    draft = found[0]
    if not may_fill(actor, draft.organisation_id):
        raise NotPermitted
    if draft.status not in EDITABLE:
        raise DraftNotEditable
    return draft


def lock_filling(draft_id: uuid.UUID, actor: User) -> Filling:
    """Return the draft with its row locked as the actor may fill it in now: as its owner or as an invited provider.

    CoFillingOver if the owner has withdrawn the invitation.
    """
    found = _locked(draft=draft_id)
    if not found:
        raise Draft.DoesNotExist
    draft = found[0]
    if may_fill(actor, draft.organisation_id) or co_filler_of(actor, draft_id) is not None:
        if draft.status not in EDITABLE:
            raise DraftNotEditable
        filling = filling_for(actor, draft)
        if filling is not None:
            return filling
    raise CoFillingOver if was_withdrawn(actor, draft_id) else NotPermitted
