"""The one door of this room: who is who, who acts for whom today, and how to tell them something."""

from cms.accounts.selectors.acting import (
    ActingRole,
    Person,
    acting_roles,
    member_organisation_ids,
    members_with_role,
    readable_region_ids,
)
from cms.accounts.selectors.notifications import unread_count
from cms.accounts.selectors.profiles import OrganisationProfile, organisation_profile
from cms.accounts.selectors.regions import region_names
from cms.accounts.services.notifications import notify

__all__ = [
    "ActingRole",
    "OrganisationProfile",
    "Person",
    "acting_roles",
    "member_organisation_ids",
    "members_with_role",
    "notify",
    "organisation_profile",
    "readable_region_ids",
    "region_names",
    "unread_count",
]
