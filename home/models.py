"""The landing page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.content.facade import BasePage
from cms.core.fields import StreamField
from home.blocks import StepsBlock
from home.selectors.landing import landing


class HomePage(BasePage):
    """What a visitor sees first: what the site is for, two doors, what is new, how it works."""

    hero_title = models.CharField(_("headline"), max_length=60)
    hero_lead = models.CharField(_("lead"), max_length=200, blank=True)
    steps = StreamField(StepsBlock(required=False), blank=True, verbose_name=_("how it works"))

    template = "home/landing.html"
    subpage_types: ClassVar[list[str]] = ["content.NoticeIndexPage", "content.PolicyIndexPage"]

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_lead")], heading=_("Headline")),
        FieldPanel("steps"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the other rooms have to show."""
        return {**super().get_context(request, *args, **kwargs), "landing": landing(self)}
