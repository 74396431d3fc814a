"""Registration of the front door with the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import UpgradeNotificationPanel, WhatsNewInWagtailVersionPanel

from home.admin.panels import ToDoPanel
from home.admin.system import system_menu_item, system_urls

hooks.register("register_admin_urls", system_urls)
hooks.register("register_settings_menu_item", system_menu_item)

UNWANTED_PANELS = (UpgradeNotificationPanel, WhatsNewInWagtailVersionPanel)
# Names of Wagtail's own entries that say nothing to the staff of an office.
UNWANTED_MENU_ITEMS = frozenset({"help"})


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Give the admin our colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def staff_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits for this person first and leave out news about Wagtail."""
    panels[:] = [panel for panel in panels if not isinstance(panel, UNWANTED_PANELS)]
    panels.append(ToDoPanel(request))


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what leads to Wagtail's own manual."""
    items[:] = [item for item in items if item.name not in UNWANTED_MENU_ITEMS]
