"""Registration of the accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who is who, and who acts for whom from when to when."""

    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Let the clock take the groups whose memberships have run out."""
        from cms.accounts.services.membership_sync import SYNC_EVERY_SECONDS, membership_sync_all
        from cms.core.clock import register_periodic

        register_periodic("membership_sync", SYNC_EVERY_SECONDS, membership_sync_all)
