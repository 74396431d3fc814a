"""Wagtail's users app, configured for our user model."""

from wagtail.users.apps import WagtailUsersAppConfig


class PilotdeskUsersAppConfig(WagtailUsersAppConfig):
    """Shows staff only: applicants are people of the portal, not of the admin."""

    user_viewset = "cms.accounts.admin.staff.StaffViewSet"
