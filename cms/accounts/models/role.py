"""What a member may be in an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """A function held in an organisation, such as 县级审核员 in a bureau or 填报人 in an enterprise.

    `group` is the Wagtail/Django group that a member belongs to while the membership runs (None for applicants:
    they never enter the admin). `reads_region_cases` opens the cases of the organisation's whole region, up to the
    level of confidentiality that `cleared_for` names.
    """

    class Clearance(models.TextChoices):
        PUBLIC = "public", _("public cases")
        INTERNAL = "internal", _("internal cases")
        CONFIDENTIAL = "confidential", _("confidential cases")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    organisation_kinds = models.JSONField(_("kinds of organisation"), default=list)
    group = models.ForeignKey(
        "auth.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("admin group")
    )
    administers_organisation = models.BooleanField(_("confirms members of the organisation"), default=False)
    reads_region_cases = models.BooleanField(_("reads the cases of the region"), default=False)
    cleared_for = models.CharField(
        _("reads cases up to"), max_length=12, choices=Clearance.choices, default=Clearance.INTERNAL
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.name
