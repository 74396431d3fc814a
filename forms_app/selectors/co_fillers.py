"""Who fills in a form together with its owner, and what such an organisation may see."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from cms.accounts.facade import Person, acting_roles
from forms_app.engine.spec import FormSpec
from forms_app.models import AnswerRevision, CoFiller, Draft
from forms_app.policies import CO_FILLING_KIND, EDITABLE, may_fill, party_of
from forms_app.selectors.filling import Filling, filling_of

RUNNING = (CoFiller.Status.INVITED, CoFiller.Status.ACCEPTED)
SHOWN_CHANGES = 30


def co_filling_sections(spec: FormSpec, owner_kind: str) -> list[str]:
    """Return the ids of the sections that an invited provider fills in beside this kind of owner."""
    party = party_of(CO_FILLING_KIND)
    if party_of(owner_kind) == party:
        return []
    return [one.id for one in spec.sections if {party, party_of(owner_kind)} <= set(one.parties)]


def invitations_for(user: Person) -> QuerySet[CoFiller]:
    """Return the running invitations of the person's organisations, newest first."""
    organisations = [role.organisation_id for role in acting_roles(user) if role.kind == CO_FILLING_KIND]
    return (
        CoFiller.objects.filter(organisation__in=organisations, status__in=RUNNING)
        .exclude(draft__status=Draft.Status.CLOSED)
        .select_related("draft__version__definition", "draft__organisation", "organisation", "invited_by")
        .defer("draft__version__content")
    )


def co_filler_of(user: Person, draft_id: uuid.UUID) -> CoFiller | None:
    """Return the accepted invitation under which the person may fill in this draft."""
    organisations = [role.organisation_id for role in acting_roles(user) if role.kind == CO_FILLING_KIND]
    if not organisations:
        return None
    found = CoFiller.objects.filter(draft=draft_id, organisation__in=organisations, status=CoFiller.Status.ACCEPTED)
    return found.order_by("pk").first()


def was_withdrawn(user: Person, draft_id: uuid.UUID) -> bool:
    """Say whether an organisation of the person once filled in this draft and no longer does."""
    organisations = [role.organisation_id for role in acting_roles(user) if role.kind == CO_FILLING_KIND]
    found = CoFiller.objects.filter(draft=draft_id, organisation__in=organisations, answered_at__isnull=False)
    return bool(organisations) and found.filter(status=CoFiller.Status.WITHDRAWN).exists()


def filling_for(user: Person, draft: Draft) -> Filling | None:
    """Return the draft as the person may fill it in: as its owner, or as an invited provider; None if neither.

    An invited provider has it only while it is being filled in: under review nothing of it is shown.
    """
    if may_fill(user, draft.organisation_id):
        return filling_of(draft)
    if draft.status not in EDITABLE:
        return None
    co_filler = co_filler_of(user, draft.pk)
    if co_filler is None:
        return None
    filling = filling_of(draft, acting=party_of(CO_FILLING_KIND), acting_for=co_filler.organisation_id)
    shared = co_filling_sections(filling.spec, draft.organisation.kind)
    return filling if shared else None


def changes_of(draft: Draft, sections: Sequence[str]) -> QuerySet[AnswerRevision]:
    """Return who changed these sections last, newest first; an organisation is named where it is not the owner's."""
    found = AnswerRevision.objects.filter(draft=draft, section_id__in=sections, revision__gt=0)
    return (
        found.select_related("author", "organisation").defer("data", "rejected").order_by("-saved_at")[:SHOWN_CHANGES]
    )
