"""Registration of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """One NinjaAPI that mounts each room's router."""

    name = "cms.api"
    label = "api"
