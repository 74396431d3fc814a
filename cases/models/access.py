"""Exceptional visibility, and the log of who read what."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    """Reads of exceptional access by time."""

    def running(self, at: datetime.datetime) -> "CaseAccessQuerySet":
        """Return the grants that hold at the moment `at`."""
        return self.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=at))


class CaseAccess(models.Model):
    """Opens one case to one person beyond what region and organisation give: experts, shares, acting-for."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="access")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="case_access")
    capability = models.CharField(max_length=30, default="view")
    source = models.CharField(max_length=60)
    valid_until = models.DateTimeField(null=True, blank=True)

    objects = CaseAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to a case")
        verbose_name_plural = _("access to cases")
        constraints = [
            models.UniqueConstraint(fields=["user", "case", "capability", "source"], name="one_access_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.case_id}"


class CaseReadLog(models.Model):
    """Who opened a case or one of its files, when and by which way; append-only."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-read_at"]
        verbose_name = _("read of a case")
        verbose_name_plural = _("reads of cases")
        indexes = [models.Index(fields=["case", "-read_at"], name="reads_of_case")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"
