"""Notices: 通知公告."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.models.article import ArticlePage
from cms.content.models.column import ColumnPage


class NoticePage(ArticlePage):
    """A notice, a public announcement or news of the programme."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("notice")
        PUBLICITY = "publicity", _("public announcement")
        CONSULTATION = "consultation", _("consultation")
        FUNDS = "funds", _("use of funds")
        NEWS = "news", _("news")
        CASE = "case", _("model case")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NOTICE)

    # Wagtail gives every page class a template of its own name unless the class itself says otherwise.
    template = ArticlePage.template
    parent_page_types: ClassVar[list[str]] = ["content.NoticeIndexPage"]
    content_panels: ClassVar[list[Any]] = [
        ArticlePage.content_panels[0],
        FieldPanel("kind"),
        *ArticlePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("notice page")
        verbose_name_plural = _("notice pages")


class NoticeIndexPage(ColumnPage):
    """The list of notices."""

    template = ColumnPage.template
    subpage_types: ClassVar[list[str]] = ["content.NoticePage"]
    article_model = NoticePage

    class Meta:
        verbose_name = _("notice column")
        verbose_name_plural = _("notice columns")
