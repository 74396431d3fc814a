"""Registration of the room's admin with Wagtail."""

from wagtail import hooks

from cms.accounts.admin import log_actions

hooks.register("register_log_actions", log_actions.register)
