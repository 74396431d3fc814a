"""Remember where in a draft the filler is, so that the next visit continues there."""

import uuid

from forms_app.models import Draft


def draft_place(*, draft_id: uuid.UUID, section_id: str) -> None:
    """Set the section at which the draft is resumed."""
    Draft.objects.filter(pk=draft_id).update(current_section=section_id)
