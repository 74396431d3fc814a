"""The tree of administrative divisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionQuerySet(models.QuerySet["Region"]):
    """Reads of the region tree."""

    def under(self, region: "Region") -> "RegionQuerySet":
        """Return `region` and everything below it."""
        return self.filter(path__startswith=region.path)

    def covering(self, region: "Region") -> "RegionQuerySet":
        """Return `region` and every region that it lies in."""
        codes = region.path.rstrip("/").split("/")
        return self.filter(path__in=["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)])


class Region(models.Model):
    """An administrative division with its GB/T 2260 code.

    `path` lists the codes from the root, each ended by a slash, so that a subtree is a prefix.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county or district")

    code = models.CharField(_("GB/T 2260 code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=60, unique=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name
