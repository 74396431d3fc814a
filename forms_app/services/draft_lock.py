"""Taking a draft for writing."""

import uuid

from django.db.models import QuerySet

from cms.accounts.models import User
from cms.core.prepared import PreparedObjects
from forms_app.errors import DraftNotEditable, NotPermitted
from forms_app.models import Draft
from forms_app.policies import may_fill
from forms_app.selectors.filling import EDITABLE


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
