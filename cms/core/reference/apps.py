"""Registration of the reference data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Rule tables, code lists and the working-day calendar: data that formulas and forms read and staff edit."""

    name = "cms.core.reference"
    label = "reference"
    verbose_name = _("Reference data")

    def ready(self) -> None:
        """Register the check and the daily look at the calendar."""
        from cms.core.clock import DAY, register_periodic
        from cms.core.reference import checks  # noqa: F401
        from cms.core.reference.services.calendar_watch import calendar_watch

        register_periodic("calendar_watch", DAY, calendar_watch)
