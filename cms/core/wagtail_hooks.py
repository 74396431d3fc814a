"""Registration of the kernel with the Wagtail admin."""

from wagtail import hooks

from cms.core.outbox_admin import log_actions
from cms.core.outbox_admin.pages import outbox_menu_item, outbox_urls

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_admin_urls", outbox_urls)
hooks.register("register_settings_menu_item", outbox_menu_item)
