"""Registration of the kernel."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The kernel: knows no room."""

    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        """Register the kernel's periodic jobs."""
        from cms.core import checks  # noqa: F401
        from cms.core.tasks import register_core_jobs

        register_core_jobs()
