"""The pool from which panels are drawn: experts, what they know, for whom they work, and whether they may sit."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Speciality(models.Model):
    """Something that experts know, such as finance. Case types name it by its key."""

    key = models.SlugField(
        _("key of the speciality"),
        max_length=40,
        unique=True,
        help_text=_("Lower-case letters, digits and hyphens. Case types name the speciality by it."),
    )
    title = models.CharField(_("name of the speciality"), max_length=60)

    class Meta:
        ordering = ["key"]
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")

    def __str__(self) -> str:
        return self.title


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Reads of the pool by day."""

    def in_office(self, on: datetime.date) -> "ExpertQuerySet":
        """Return the experts whose appointment runs on the day `on` and who have an account that opens."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on, user__is_active=True
        )

    def barred(self, on: datetime.date) -> "ExpertQuerySet":
        """Return the experts who are barred on the day `on`."""
        return self.filter(
            Q(barred_until__isnull=True) | Q(barred_until__gte=on),
            Q(barred_from__isnull=True) | Q(barred_from__lte=on),
            status=Expert.Status.BARRED,
        )


class Expert(models.Model):
    """A person of the pool. Dates are days, both inclusive; an open end is None.

    `employer` is where conflicts of interest come from; `employer_name` is for an employer who is no organisation here.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("may be drawn")
        BARRED = "barred", _("barred")

    user = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, related_name="expert", verbose_name=_("account")
    )
    specialities = models.ManyToManyField("cases.Speciality", related_name="experts", verbose_name=_("specialities"))
    employer = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employer"),
    )
    employer_name = models.CharField(_("employer, if it is not registered here"), max_length=200, blank=True)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    status = models.CharField(_("standing"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    barred_reason = models.CharField(_("why barred"), max_length=300, blank=True)
    barred_from = models.DateField(_("barred from"), null=True, blank=True)
    barred_until = models.DateField(_("barred until"), null=True, blank=True)
    valid_from = models.DateField(_("appointed from"), default=timezone.localdate)
    valid_until = models.DateField(_("appointed until"), null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["user__full_name", "pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="expert_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status="active") | ~Q(barred_reason=""), name="expert_is_barred_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.email

    @property
    def works_for(self) -> str:
        """Return the name of the employer, "" if unknown."""
        return self.employer.name if self.employer else self.employer_name
