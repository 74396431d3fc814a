"""What the frame of the portal shows about the person at the desk."""

from dataclasses import dataclass

from cases.facade import EXPERT_ROLE, waiting_reviews
from cms.accounts.facade import Person, acting_roles, unread_count


@dataclass(frozen=True, slots=True)
class Desk:
    """The person, the organisations they act for, and how many messages wait; `reviews` is None for non-experts."""

    person: str
    organisations: tuple[str, ...]
    unread: int
    reviews: int | None = None


def desk_for(user: Person) -> Desk | None:
    """Return the desk of a signed-in person, None for a visitor."""
    if not user.is_authenticated:
        return None
    roles = acting_roles(user)
    names = dict.fromkeys(role.organisation_name for role in roles)
    reviews = waiting_reviews(user.pk) if any(role.role == EXPERT_ROLE for role in roles) else None
    return Desk(person=str(user), organisations=tuple(names), unread=unread_count(user), reviews=reviews)
