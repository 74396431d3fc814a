"""Registration of the cases room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Low-code cases: case type → immutable version → case."""

    name = "cases"
    verbose_name = _("Cases")
