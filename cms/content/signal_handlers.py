"""Changes of what this room shows to visitors make a new version of the content. For caches only."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.content.models import SiteIdentity
from cms.content.services.content_version import content_changed


def on_change(**_kwargs: Any) -> None:
    """Note the change; a fixture load brings its own data in its own order and is noted as well."""
    content_changed()


def watch(*models: type[Model]) -> None:
    """Let every save and deletion of these models make a new version."""
    for model in models:
        uid = f"content-version-{model._meta.label}"
        post_save.connect(on_change, sender=model, dispatch_uid=uid)
        post_delete.connect(on_change, sender=model, dispatch_uid=uid)


def connect() -> None:
    """Watch pages and all that they are made of."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_change, dispatch_uid="content-version")
    watch(SiteIdentity, Site, Redirect, PageViewRestriction, get_document_model(), get_image_model())
    watch(*get_page_models())
