"""Registration of the publishing room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """Page types: notices, policies and what comes with them."""

    name = "cms.content"
    label = "content"
    verbose_name = _("Publishing")
