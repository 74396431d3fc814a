"""An office fills in its own section of the form behind a case."""

import uuid
from typing import Any

from django.db import transaction

from cases.errors import CaseNotFound, NotPermitted
from cases.models import Case
from cases.selectors.actions import sections_open_to
from cms.accounts.models import User
from forms_app import facade as forms


@transaction.atomic
def office_section_write(
    *,
    case: Case,
    submission_id: uuid.UUID,
    section: tuple[str, str],
    post: Any,
    expected_revision: int,
    idempotency_key: str,
    actor: User,
) -> forms.OfficeSave:
    """Save the section (its id and key) if the case, as it stands now, opens it to the actor.

    The case is locked before its form, as `perform` does: saving and accepting at once must wait for each other and
    not block each other. Raises CaseNotFound, NotPermitted and what the forms room raises.
    """
    visible = Case.objects.visible_to(actor).at_desk_of(actor)
    locked = visible.select_for_update(of=("self",)).select_related("version", "region").filter(pk=case.pk).first()
    if locked is None:
        raise CaseNotFound
    if not set(section) & sections_open_to(locked, actor):
        raise NotPermitted
    return forms.office_section_save(
        submission_id=submission_id,
        section_id=section[0],
        post=post,
        expected_revision=expected_revision,
        actor=actor,
        # The key of a round is unique over all submissions.
        key=f"office:{locked.pk}:{idempotency_key}",
    )
