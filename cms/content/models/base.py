"""What every page has: a short address, search texts, a place in menus."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.content.selectors.slugs import dated_slug


class BasePageForm(WagtailAdminPageForm):
    """Lets the address stay empty: the page then takes the day and a serial number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if isinstance(slug, forms.SlugField):
            slug.required = False
            slug.help_text = _(
                "Letters, digits and hyphens. Left empty, it becomes the day and a serial number. "
                "When it changes, the old address keeps leading here."
            )


class BasePage(Page):
    """Every page of the site."""

    keywords = models.CharField(
        _("keywords"), max_length=200, blank=True, help_text=_("For search engines; separated by commas.")
    )

    base_form_class = BasePageForm
    # Not a TitleFieldPanel: it would make the address out of a Chinese title, which has no letters for one.
    content_panels: ClassVar[list[Any]] = [FieldPanel("title", classname="title")]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("keywords")],
            heading=_("Address and search"),
        ),
        FieldPanel("show_in_menus"),
    ]

    slug: str

    class Meta:
        abstract = True

    def _set_core_field_defaults(self) -> None:
        if not self.slug:
            parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
            if parent is not None:
                self.slug = dated_slug(parent=parent, day=self.slug_day())
        super()._set_core_field_defaults()

    def slug_day(self) -> Any:
        """Return the day that an address left empty is made of."""
        return timezone.localdate()
