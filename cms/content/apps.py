"""Registration of the publishing room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PUBLISH_EVERY_SECONDS = 30


class ContentConfig(AppConfig):
    """Page types: notices, policies and what comes with them."""

    name = "cms.content"
    label = "content"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Give the clock the job that scheduled publishing needs."""
        from cms.content.services.scheduled_publish import scheduled_publish
        from cms.core.clock import register_periodic

        register_periodic("publish_scheduled", PUBLISH_EVERY_SECONDS, scheduled_publish)
