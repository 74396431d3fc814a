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
        """Give the clock this room's jobs, and let changes of the content be noted."""
        from cms.content.services.content_version import content_changes_prune
        from cms.content.services.scheduled_publish import scheduled_publish
        from cms.content.signal_handlers import connect
        from cms.core.clock import DAY, register_periodic

        register_periodic("publish_scheduled", PUBLISH_EVERY_SECONDS, scheduled_publish)
        register_periodic("prune_content_changes", DAY, content_changes_prune)
        connect()
