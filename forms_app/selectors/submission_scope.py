"""Which submissions of a form a person may list and take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from cms.accounts.facade import Person, acting_roles, member_organisation_ids, readable_region_ids
from cms.accounts.models import Organisation, User
from forms_app.models import AnswerIndex, Draft, Submission
from forms_app.veil import veils


def lists_submissions(user: Person) -> bool:
    """Say whether the lists are a place for this person: somebody who reads what a region hands in."""
    return user.is_active and (user.is_superuser or any(role.reads_region_cases for role in acting_roles(user)))


Rows = TypeVar("Rows", bound=Model)


def readable_submissions(user: Person) -> QuerySet[Submission]:
    """Return what the person may read: that of the regions which they review, and of their own organisations."""
    return _readable(Submission.objects.all(), user, "pk")


def readable_sheets(user: Person) -> QuerySet[Draft]:
    """Return the sheets that the person may follow, handed in or not."""
    return _readable(Draft.objects.all(), user, "submission")


def readable_entries(user: Person) -> QuerySet[AnswerIndex]:
    """Return the indexed answers of the submissions that the person may read."""
    return _readable(AnswerIndex.objects.all(), user, "submission")


def _readable(rows: QuerySet[Rows], user: Person, submission: str) -> QuerySet[Rows]:
    """Narrow rows of which each names its organisation; `submission` is the way from a row to its submission."""
    if not isinstance(user, User) or not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows
    regional = Organisation.objects.filter(region__in=readable_region_ids(user)).values("pk")
    own = member_organisation_ids(user)
    of_regions = Q(organisation__in=regional)
    for hidden in veils(user):
        of_regions &= ~Q(**{f"{submission}__in": hidden})
    return rows.filter(of_regions | Q(organisation__in=own))


@dataclass(frozen=True)
class Scope:
    """Whose submissions a file holds; who has lost a part of it may not fetch the file any more."""

    everything: bool
    regions: Sequence[int]
    organisations: Sequence[int]

    def still_held_by(self, user: Person) -> bool:
        """Say whether the person may still read all of it."""
        if not user.is_active or not (self.everything or self.regions or self.organisations):
            return False
        if user.is_superuser:
            return True
        return (
            not self.everything
            and set(self.regions) <= readable_region_ids(user)
            and set(self.organisations) <= member_organisation_ids(user)
        )


def scope_of(user: Person) -> Scope:
    """Return whose submissions `readable_submissions` gives this person."""
    if user.is_superuser:
        return Scope(everything=True, regions=(), organisations=())
    return Scope(
        everything=False,
        regions=sorted(readable_region_ids(user)),
        organisations=sorted(member_organisation_ids(user)),
    )
