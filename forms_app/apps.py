"""Registration of the forms room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsAppConfig(AppConfig):
    """Low-code forms: definition → immutable version → draft → submission."""

    name = "forms_app"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """Register the room's system checks, its files, and the directory that the accounts room can fill."""
        from forms_app import checks  # noqa: F401
        from forms_app.directories import register_directory
        from forms_app.services import progress_export, submission_export  # noqa: F401
        from forms_app.services.provider_directory import pick_providers, search_providers

        register_directory("provider", search_providers, pick_providers)
