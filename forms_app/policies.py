"""May this person do this to this object."""

from cms.accounts.facade import Person, acting_roles, member_organisation_ids, readable_region_ids
from forms_app.engine.spec import FormSpec
from forms_app.models import Draft

# Which party of a form an organisation of a kind is.
PARTY_OF_KIND = {"enterprise": "enterprise", "provider": "provider", "bureau": "county"}
EDITABLE = (Draft.Status.OPEN, Draft.Status.RETURNED, Draft.Status.CONTINUED)
# The kind of organisation that may be invited to fill in with the owner of a form.
CO_FILLING_KIND = "provider"
DEFAULT_AUDIENCE = ("enterprise", "provider")


def party_of(kind: str) -> str:
    """Return the party as which organisations of this kind fill in a form; "" if none."""
    return PARTY_OF_KIND.get(kind, "")


def in_audience(spec: FormSpec, kind: str) -> bool:
    """Say whether the form is open to organisations of this kind."""
    return kind in (spec.audience or DEFAULT_AUDIENCE)


def may_fill(user: Person, organisation_id: int) -> bool:
    """Say whether the person acts for the organisation today."""
    return organisation_id in member_organisation_ids(user)


def may_read_draft(user: Person, draft: Draft) -> bool:
    """Say whether the person may see the draft: only its own organisation, never a reviewer."""
    return may_fill(user, draft.organisation_id)


def may_review(user: Person, region_id: int) -> bool:
    """Say whether the person reviews submissions of organisations in this region."""
    return any(role.reads_region_cases for role in acting_roles(user)) and region_id in readable_region_ids(user)
