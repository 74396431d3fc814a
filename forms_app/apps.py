"""Registration of the forms room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsAppConfig(AppConfig):
    """Low-code forms: definition → immutable version → draft → submission."""

    name = "forms_app"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """Register the room's system checks."""
        from forms_app import checks  # noqa: F401
