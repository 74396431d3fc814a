"""Registration of the accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who is who, and who acts for whom from when to when."""

    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Let the clock take the groups of ended memberships; lend the regions to forms; own the calendar."""
        from cms.accounts.selectors.regions import region_items
        from cms.accounts.services.calendar_owners import tell_calendar_owners
        from cms.accounts.services.membership_sync import SYNC_EVERY_SECONDS, membership_sync_all
        from cms.core.clock import register_periodic
        from cms.core.outbox import register_handler
        from cms.core.reference.facade import CALENDAR_YEAR_MISSING, lend_code_list

        register_periodic("membership_sync", SYNC_EVERY_SECONDS, membership_sync_all)
        lend_code_list("region", _("Regions (GB/T 2260)"), region_items)
        register_handler(CALENDAR_YEAR_MISSING, tell_calendar_owners, title=_("Missing year of the calendar"))
