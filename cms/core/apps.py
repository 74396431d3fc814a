"""Registration of the kernel."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The kernel: knows no room."""

    name = "cms.core"
    label = "core"
