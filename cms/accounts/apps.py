"""Registration of the accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who is who, and who acts for whom from when to when."""

    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")
