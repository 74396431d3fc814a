"""Registration of the programme loader."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Loads and checks pilot programmes, which are data."""

    name = "cms.programmes"
    label = "programmes"
