"""The one door of this room: who is who, who acts for whom today, and how to tell them something."""

from cms.accounts.selectors.acting import (
    ActingRole,
    Person,
    acting_roles,
    member_organisation_ids,
    members_with_role,
    people_of_organisations,
    readable_region_ids,
    readable_regions_by_clearance,
)
from cms.accounts.selectors.admin_access import may_open_admin
from cms.accounts.selectors.counts import active_organisation_counts
from cms.accounts.selectors.decisions import OpenDecisions, open_decisions
from cms.accounts.selectors.directory import (
    OrganisationEntry,
    organisation_name,
    organisations_named,
    organisations_picked,
)
from cms.accounts.selectors.groups import role_group
from cms.accounts.selectors.holders import Holder, holders
from cms.accounts.selectors.notifications import unread_count
from cms.accounts.selectors.profiles import OrganisationProfile, organisation_profile
from cms.accounts.selectors.regions import counties_without, region_names
from cms.accounts.selectors.register import facts_on, facts_since
from cms.accounts.selectors.waiting import waiting_organisation_names
from cms.accounts.services.directory_import import ImportCounts, directory_import
from cms.accounts.services.notifications import notify
from cms.accounts.services.register import register_fact
from cms.accounts.services.roles_install import roles_install

__all__ = [
    "ActingRole",
    "Holder",
    "ImportCounts",
    "OpenDecisions",
    "OrganisationEntry",
    "OrganisationProfile",
    "Person",
    "acting_roles",
    "active_organisation_counts",
    "counties_without",
    "directory_import",
    "facts_on",
    "facts_since",
    "holders",
    "may_open_admin",
    "member_organisation_ids",
    "members_with_role",
    "notify",
    "open_decisions",
    "organisation_name",
    "organisation_profile",
    "organisations_named",
    "organisations_picked",
    "people_of_organisations",
    "readable_region_ids",
    "readable_regions_by_clearance",
    "region_names",
    "register_fact",
    "role_group",
    "roles_install",
    "unread_count",
    "waiting_organisation_names",
]
