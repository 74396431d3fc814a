"""The landing page counts organisations and open forms: their changes make a new version. For caches only."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.content.facade import content_changed

COUNTED = ("accounts.Organisation", "forms_app.FormDefinition", "forms_app.FormVersion")


def on_change(**_kwargs: Any) -> None:
    """Note the change."""
    content_changed()


def connect() -> None:
    """Watch what the landing page counts."""
    for model in COUNTED:
        post_save.connect(on_change, sender=model, dispatch_uid=f"landing-{model}")
        post_delete.connect(on_change, sender=model, dispatch_uid=f"landing-{model}")
