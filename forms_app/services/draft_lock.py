"""Taking a draft for writing."""

import uuid

from cms.accounts.models import User
from forms_app.errors import DraftNotEditable, NotPermitted
from forms_app.models import Draft
from forms_app.policies import may_fill
from forms_app.selectors.filling import EDITABLE


def lock_draft(draft_id: uuid.UUID, actor: User) -> Draft:
    """Return the draft with its row locked, if the actor may fill it in now."""
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("version", "organisation", "submission")
        .defer("version__content")
        .get(pk=draft_id)
    )
    if not may_fill(actor, draft.organisation_id):
        raise NotPermitted
    if draft.status not in EDITABLE:
        raise DraftNotEditable
    return draft
