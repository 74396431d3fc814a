"""May this person do this to this case: the actor rule of a transition, judged for one case."""

from cases.engine.definition import ActorRule
from cases.models import Case
from cms.accounts.facade import ActingRole, acting_roles
from cms.accounts.models import User


def _in_scope(role: ActingRole, scope: str, case: Case) -> bool:
    if scope == "own_region":
        return case.region.path.startswith(role.region_path)
    return scope == "applicant" and role.organisation_id == case.applicant_id


def acts_as(rule: ActorRule, case: Case, actor: User | None) -> ActingRole | None:
    """Return the role in which `actor` may act on `case`, or None.

    Being a superuser is no role: whoever acts, acts for an organisation, and the event names it.
    """
    if actor is None or rule.scope == "system":
        return None
    for role in acting_roles(actor):
        if role.role in rule.roles and _in_scope(role, rule.scope, case):
            return role
    return None


def fillable_sections(sections_by_party: dict[str, tuple[str, ...]], case: Case, actor: User) -> dict[str, str]:
    """Return {section key: party} of the sections that `actor` may fill in on `case`, given those of its state."""
    parties = set()
    for role in acting_roles(actor):
        if role.organisation_id == case.applicant_id:
            parties.add("enterprise")
        if case.provider_id is not None and role.organisation_id == case.provider_id:
            parties.add("provider")
        if role.reads_region_cases and role.kind == "bureau" and case.region_id == role.region_id:
            parties.add("county")
    return {key: party for party, keys in sections_by_party.items() if party in parties for key in keys}
