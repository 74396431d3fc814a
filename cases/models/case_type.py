"""Case types: the procedure as data, published as immutable versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseType(models.Model):
    """A kind of procedure, such as the acceptance of the enterprise information sheet."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["title"]
        verbose_name = _("case type")
        verbose_name_plural = _("case types")

    def __str__(self) -> str:
        return self.title


class CaseTypeVersion(models.Model):
    """One published state of a case type: states, transitions, roles, requirements; never changed again."""

    case_type = models.ForeignKey("cases.CaseType", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField(_("new cases from"), null=True, blank=True)
    valid_until = models.DateField(_("new cases until"), null=True, blank=True)
    change_note = models.CharField(_("what has changed"), max_length=200, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["case_type", "-number"]
        verbose_name = _("case type version")
        verbose_name_plural = _("case type versions")
        constraints = [models.UniqueConstraint(fields=["case_type", "number"], name="one_case_type_version_per_number")]

    def __str__(self) -> str:
        return f"{self.case_type} v{self.number}"
