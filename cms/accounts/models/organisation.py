"""A legal body that takes part in a pilot."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A bureau, an enterprise, a provider …: whatever acts through its members and has a unified social credit code."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("bureau")
        FINANCE = "finance", _("finance department")
        ENTERPRISE = "enterprise", _("enterprise")
        PROVIDER = "provider", _("service provider")
        EXPERT_INSTITUTION = "expert_institution", _("expert institution")
        THIRD_PARTY = "third_party", _("third party")

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for confirmation")
        ACTIVE = "active", _("active")
        REFUSED = "refused", _("refused")
        SUSPENDED = "suspended", _("suspended")

    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    region = models.ForeignKey(
        "accounts.Region", on_delete=models.PROTECT, related_name="organisations", verbose_name=_("region")
    )
    address = models.CharField(_("registered address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=30, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name
