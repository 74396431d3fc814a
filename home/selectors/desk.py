"""What the frame of the portal shows about the person at the desk."""

from dataclasses import dataclass

from cms.accounts.facade import Person, acting_roles, unread_count


@dataclass(frozen=True, slots=True)
class Desk:
    """The person, the organisations they act for, and how many messages wait."""

    person: str
    organisations: tuple[str, ...]
    unread: int


def desk_for(user: Person) -> Desk | None:
    """Return the desk of a signed-in person, None for a visitor."""
    if not user.is_authenticated:
        return None
    names = dict.fromkeys(role.organisation_name for role in acting_roles(user))
    return Desk(person=str(user), organisations=tuple(names), unread=unread_count(user))
