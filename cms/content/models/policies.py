"""Policies: 政策文件 and their explanations."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.content.models.article import ArticlePage
from cms.content.models.column import ColumnPage


class PolicyPage(ArticlePage):
    """A policy document, from the draft for comments to the issued text, or its explanation."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("policy document")
        EXPLANATION = "explanation", _("policy explanation")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft for comments")
        ISSUED = "issued", _("issued")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.DOCUMENT)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ISSUED)

    # Wagtail gives every page class a template of its own name unless the class itself says otherwise.
    template = ArticlePage.template
    parent_page_types: ClassVar[list[str]] = ["content.PolicyIndexPage"]
    content_panels: ClassVar[list[Any]] = [
        ArticlePage.content_panels[0],
        FieldRowPanel([FieldPanel("kind"), FieldPanel("stage")]),
        *ArticlePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")

    def clean(self) -> None:
        """Refuse an issued document without its date: a date left blank belongs to a draft for comments."""
        super().clean()
        if self.kind == self.Kind.DOCUMENT and self.stage == self.Stage.ISSUED and self.dated_on is None:
            raise ValidationError(
                {
                    "dated_on": _(
                        "An issued document needs its date. Fill in the date, or set the stage to draft for comments."
                    )
                }
            )


class PolicyIndexPage(ColumnPage):
    """The list of policies."""

    template = ColumnPage.template
    subpage_types: ClassVar[list[str]] = ["content.PolicyPage"]
    article_model = PolicyPage

    class Meta:
        verbose_name = _("policy column")
        verbose_name_plural = _("policy columns")
