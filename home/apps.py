"""Registration of the front door."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What a visitor and a member of staff see first; composes the other rooms."""

    name = "home"
    verbose_name = _("Front door")

    def ready(self) -> None:
        """Let changes of what the landing page counts be noted, and forms choose from the products."""
        from forms_app.facade import register_directory
        from home.product_directory import pick_products, search_products
        from home.signal_handlers import connect

        connect()
        register_directory("product", search_products, pick_products)
