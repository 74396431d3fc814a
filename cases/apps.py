"""Registration of the cases room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# The anchor is a daily one; asking more often makes it early in the day and again after a day without a clock.
ANCHOR_EVERY_SECONDS = 600
GRANTS_EVERY_SECONDS = 300


class CasesConfig(AppConfig):
    """Low-code cases: case type → immutable version → case."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Receive the forms that ask for a case; deliver messages."""
        from cases import checks  # noqa: F401
        from cases.selectors.veiled import veiled_submissions
        from cases.services import register_effects, related_requirements, sheet_pdf  # noqa: F401  register themselves
        from cases.services.anchor_heads import anchor_heads
        from cases.services.deadline_recount import RECOUNT_EVERY_SECONDS, deadlines_recount
        from cases.services.deliver import register_deliveries
        from cases.services.grants import expired_grants_revoke
        from cases.services.open_case import receive
        from cases.services.timers import TIMERS_EVERY_SECONDS, timers_fire
        from cms.core.clock import register_periodic
        from forms_app.facade import register_sink, register_veil

        register_sink("case", receive)
        register_veil(veiled_submissions)
        register_deliveries()
        register_periodic("expired_grants", GRANTS_EVERY_SECONDS, expired_grants_revoke)
        register_periodic("audit_anchor", ANCHOR_EVERY_SECONDS, anchor_heads)
        register_periodic("deadlines_recount", RECOUNT_EVERY_SECONDS, deadlines_recount)
        register_periodic("case_timers", TIMERS_EVERY_SECONDS, timers_fire)
