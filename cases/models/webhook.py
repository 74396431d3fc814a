"""Where other systems are told of cases: addresses, what they hear of, and the secrets that sign what they get."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ERROR_LENGTH = 300


class EventKind(models.TextChoices):
    """What may happen to a case, as receivers tell it apart."""

    OPENED = "opened", _("a case is opened")
    TRANSITION = "transition", _("a case takes a step")
    CLOSED = "closed", _("a case is closed")


class WebhookEndpoint(models.Model):
    """An address of another system. It may hear of the cases in its regions and below, never of confidential ones.

    No kinds, or no case types, means all of them. `failures` counts the attempts that failed since the last success.
    """

    name = models.CharField(_("name of the receiver"), max_length=100)
    url = models.URLField(_("address of the receiver"), max_length=500)
    kinds = models.JSONField(_("told when"), default=list, blank=True)
    case_types = models.ManyToManyField(
        "cases.CaseType",
        blank=True,
        related_name="+",
        verbose_name=_("of these case types"),
        help_text=_("All case types if none is chosen."),
    )
    regions = models.ManyToManyField(
        "accounts.Region",
        related_name="+",
        verbose_name=_("in these regions"),
        help_text=_("A city includes its counties. Confidential cases are never told."),
    )
    active = models.BooleanField(_("switched on"), default=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_error = models.CharField(_("latest failure"), max_length=ERROR_LENGTH, blank=True, editable=False)
    last_success_at = models.DateTimeField(_("latest success"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class WebhookSecretQuerySet(models.QuerySet["WebhookSecret"]):
    """Reads of secrets."""

    def in_use(self) -> "WebhookSecretQuerySet":
        """Return the secrets that still sign, the newest first."""
        running = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(running).order_by("-pk")


class WebhookSecret(models.Model):
    """What an endpoint and the site share. It is shown once; while one is changed, the old one signs as well."""

    endpoint = models.ForeignKey("cases.WebhookEndpoint", on_delete=models.CASCADE, related_name="secrets")
    value = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookSecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret of a webhook")
        verbose_name_plural = _("secrets of webhooks")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.endpoint_id} {self.created_at:%Y-%m-%d}"
