"""Who stands in for whom, from when to when (委托)."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Reads of delegations by date."""

    def running(self, on: datetime.date) -> "DelegationQuerySet":
        """Return the delegations that hold on the day `on`."""
        return self.filter(valid_from__lte=on, valid_until__gte=on, ended_at__isnull=True)


class Delegation(models.Model):
    """Lends the roles that `from_user` holds in one organisation, or one of them, to a colleague there.

    Both days are inclusive; there is no open end. `ended_at` is set when somebody ends it early: it stops at once.
    """

    from_user = models.ForeignKey(
        "accounts.User",
        on_delete=models.CASCADE,
        related_name="delegations_given",
        verbose_name=_("person stood in for"),
    )
    to_user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="delegations_held", verbose_name=_("person standing in")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="delegations", verbose_name=_("organisation")
    )
    role = models.ForeignKey(
        "accounts.Role", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        indexes = [models.Index(fields=["to_user", "valid_until"], name="delegation_held_until")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_user=models.F("to_user")), name="delegation_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_user} → {self.to_user}"
