"""Who acts for whom, from when to when."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships by date."""

    def running(self, on: datetime.date) -> "MembershipQuerySet":
        """Return the memberships that hold on the day `on` in organisations that are active."""
        return self.filter(organisation__status="active").current(on)

    def current(self, on: datetime.date) -> "MembershipQuerySet":
        """Return the memberships that hold on the day `on`, whatever the state of the organisation."""
        return self.filter(valid_from__lte=on, ended_at__isnull=True).filter(
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=on)
        )


class Membership(models.Model):
    """A person's function in an organisation between two dates, both inclusive; an open end is None.

    `ended_at` is set when somebody ends it: access stops at that moment, not at the end of the day.
    """

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.ForeignKey(
        "accounts.Role", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("role")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user", "valid_from", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["user", "valid_from", "valid_until"], name="membership_user_dates")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.organisation}"
