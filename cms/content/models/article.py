"""The article: text with attachments and the header that disclosure of government information asks for."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.content.blocks import AttachmentsBlock, BodyBlock
from cms.content.models.base import BasePage
from cms.core.fields import StreamField


class DisclosureHeader(models.Model):
    """信息公开 fields; each one is shown only where it is filled in."""

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        EXPIRED = "expired", _("no longer in force")
        REPEALED = "repealed", _("repealed")

    index_number = models.CharField(_("index number"), max_length=60, blank=True)
    topic = models.CharField(_("topic"), max_length=100, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=100, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    validity = models.CharField(_("validity"), max_length=10, choices=Validity.choices, blank=True)
    registration_number = models.CharField(
        _("registration number of the normative document"), max_length=60, blank=True
    )
    subject_words = models.CharField(_("subject words"), max_length=100, blank=True)

    class Meta:
        abstract = True

    def disclosure_rows(self) -> list[tuple[str, Any]]:
        """Return the filled-in fields as label and value, in the order of the official header."""
        names = ("index_number", "topic", "issuer", "dated_on", "document_number", "validity")
        rows = []
        for name in (*names, "registration_number", "subject_words"):
            value = self.get_validity_display() if name == "validity" else getattr(self, name)
            if value:
                rows.append((str(self._meta.get_field(name).verbose_name), value))  # type: ignore[union-attr]
        return rows


class ArticlePage(DisclosureHeader, BasePage):
    """An article below a list page."""

    published_at = models.DateTimeField(_("publishing date shown"), default=timezone.now)
    source = models.CharField(
        _("source"), max_length=100, blank=True, help_text=_("Left empty, the organiser of the site is named.")
    )
    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    attachments = StreamField(
        AttachmentsBlock(required=False),
        blank=True,
        verbose_name=_("attachments"),
        help_text=_("Choose or upload files; they are listed with name, kind and size below the text."),
    )

    template = "content/article.html"
    subpage_types: ClassVar[list[str]] = []
    show_in_menus_default = False

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_at"), FieldPanel("source")]),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("attachments"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("index_number"), FieldPanel("topic")]),
                FieldRowPanel([FieldPanel("issuer"), FieldPanel("dated_on")]),
                FieldRowPanel([FieldPanel("document_number"), FieldPanel("validity")]),
                FieldRowPanel([FieldPanel("registration_number"), FieldPanel("subject_words")]),
            ],
            heading=_("Disclosure header"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("document_number"),
        index.FilterField("published_at"),
    ]

    objects: ClassVar[Any]

    class Meta:
        abstract = True

    def slug_day(self) -> datetime.date:
        """Use the day that is shown, so that address and date agree."""
        return timezone.localtime(self.published_at).date()

    def files(self) -> list[Any]:
        """Return the documents of the article that still exist."""
        return [block.value for block in self.attachments if block.value is not None]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the column that the article stands in and its neighbours there."""
        context = super().get_context(request, *args, **kwargs)
        column = self.get_parent()
        siblings = type(self).objects.child_of(column).live().public().exclude(pk=self.pk)
        newer = models.Q(published_at__gt=self.published_at) | models.Q(published_at=self.published_at, pk__gt=self.pk)
        older = models.Q(published_at__lt=self.published_at) | models.Q(published_at=self.published_at, pk__lt=self.pk)
        context |= {
            "column": column.specific,
            "newer": siblings.filter(newer).order_by("published_at", "pk").first(),
            "older": siblings.filter(older).order_by("-published_at", "-pk").first(),
        }
        return context
