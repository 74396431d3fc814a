"""A product or service of a service provider: what the catalogue lists and forms let people choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin


class Product(DraftStateMixin, RevisionMixin, models.Model):
    """One product. Only a published one of an active provider is offered; what was chosen before stays readable."""

    provider = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="products",
        limit_choices_to={"kind": "provider", "status": "active"},
        verbose_name=_("service provider"),
    )
    name = models.CharField(_("name of the product"), max_length=200)
    direction = models.CharField(_("direction of the transformation"), max_length=60, blank=True)
    summary = models.CharField(_("description in one line"), max_length=200, blank=True)

    panels = [FieldPanel("provider"), FieldPanel("name"), FieldPanel("direction"), FieldPanel("summary")]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name"],
                name="content_product_once_per_provider",
                violation_error_message=_("This provider has a product of this name already. Edit that one."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring the name to one spelling: an answer is matched with it word by word."""
        self.name = " ".join(self.name.split())
