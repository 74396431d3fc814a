"""Who may do what to whom in this room. Pure questions: nothing here changes anything."""

from cms.accounts.models import JoinRequest, Membership, Organisation, Role
from cms.accounts.selectors.acting import Person, acting_roles

SELF_SERVICE_KINDS = frozenset({Organisation.Kind.ENTERPRISE.value, Organisation.Kind.PROVIDER.value})


def bureau_regions(user: Person) -> tuple[str, ...]:
    """Return the paths of the regions that a person administers for a bureau; the empty path is everywhere."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return ("",)
    return tuple(
        role.region_path
        for role in acting_roles(user)
        if role.kind == Organisation.Kind.BUREAU and role.administers_organisation
    )


def may_confirm_organisation(user: Person, organisation: Organisation) -> bool:
    """Say whether a person decides on the registration of an organisation: the bureau of its region does."""
    return any(organisation.region.path.startswith(path) for path in bureau_regions(user))


def may_administer_organisation(user: Person, organisation: Organisation) -> bool:
    """Say whether a person manages the members: the organisation's own administrator or the bureau."""
    own = any(role.organisation_id == organisation.pk and role.administers_organisation for role in acting_roles(user))
    return own or may_confirm_organisation(user, organisation)


def may_view_organisation(user: Person, organisation: Organisation) -> bool:
    """Say whether a person sees an organisation's page: its members and those who administer it."""
    own = any(role.organisation_id == organisation.pk for role in acting_roles(user))
    return own or may_confirm_organisation(user, organisation)


def may_decide_join_request(user: Person, request: JoinRequest) -> bool:
    """Say whether a person answers a request; nobody answers their own."""
    if user.pk == request.user_id and not user.is_superuser:
        return False
    return may_administer_organisation(user, request.organisation)


def may_grant(user: Person, organisation: Organisation, role: Role) -> bool:
    """Say whether a person gives a role: roles with entry to the admin come from a bureau only."""
    if role.group_id is not None:
        return may_confirm_organisation(user, organisation)
    return may_administer_organisation(user, organisation)


def may_end_membership(user: Person, membership: Membership) -> bool:
    """Say whether a person ends a membership: their own, or as administrator."""
    return user.pk == membership.user_id or may_administer_organisation(user, membership.organisation)
