"""What waits for a bureau's decision: organisations that registered and people who ask to join one."""

from dataclasses import dataclass

from cms.accounts.models import JoinRequest, Organisation
from cms.accounts.selectors.acting import Person
from cms.accounts.selectors.organisations import join_requests_visible_to, organisations_visible_to


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """How many of each wait."""

    organisations: int
    join_requests: int


def open_decisions(user: Person) -> OpenDecisions | None:
    """Return what waits for `user`, or None for somebody who confirms nothing in the admin."""
    if not user.has_perm("accounts.change_joinrequest"):
        return None
    return OpenDecisions(
        organisations=organisations_visible_to(user).filter(status=Organisation.Status.PENDING).count(),
        join_requests=join_requests_visible_to(user).filter(status=JoinRequest.Status.PENDING).count(),
    )
