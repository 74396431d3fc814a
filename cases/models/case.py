"""The case: one procedure run for one organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.visibility import Reader, sees, sees_at_desk


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases; whatever a person is shown starts at `visible_to`."""

    def visible_to(self, user: Reader) -> "CaseQuerySet":
        """Return the cases that `user` may see: all for a superuser, none for somebody who is not signed in."""
        return self.filter(sees(user))

    def at_desk_of(self, user: Reader) -> "CaseQuerySet":
        """Narrow visible cases to those that `user` reads as an office: not those that are only their own firm's."""
        return self.filter(sees_at_desk(user))


class Confidentiality(models.TextChoices):
    """Who of those in whose region a case lies may read it."""

    PUBLIC = "public", _("public case")
    INTERNAL = "internal", _("internal case")
    CONFIDENTIAL = "confidential", _("confidential case")


class Case(models.Model):
    """A running procedure, pinned to its case type version.

    `entered_seq` is the event that led into the present state. `revision` counts the events, `head_hash` is the hash of
    the last one; they change only under the row lock of `cases.services.step`, so a cut tail of the event chain does
    not go unseen.
    """

    number = models.CharField(_("case number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    version = models.ForeignKey("cases.CaseTypeVersion", on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(_("state"), max_length=40)
    state_entered_at = models.DateTimeField()
    entered_seq = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))
    applicant = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="cases", verbose_name=_("applicant")
    )
    provider = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service provider"),
    )
    submission = models.OneToOneField(
        "forms_app.Submission", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    confidentiality = models.CharField(
        _("confidentiality"), max_length=12, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("grant_case", "Can let people in to a case"),
            ("classify_case", "Can change the confidentiality of a case"),
        ]
        indexes = [
            models.Index(fields=["region", "-updated_at"], name="case_by_region"),
            models.Index(fields=["applicant", "-updated_at"], name="case_by_applicant"),
            models.Index(fields=["state", "-updated_at"], name="case_by_state"),
            models.Index(fields=["-updated_at"], name="case_by_update"),
            models.Index(
                fields=["region"],
                condition=models.Q(confidentiality="confidential"),
                name="confidential_case_by_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
