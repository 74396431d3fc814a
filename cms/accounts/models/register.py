"""What is on record of an organisation: dated facts, never changed."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    """Reads of the register by day."""

    def holding(self, on: datetime.date) -> "RegisterEntryQuerySet":
        """Return the facts that hold on the day `on`."""
        return self.filter(since__lte=on).filter(models.Q(until__isnull=True) | models.Q(until__gte=on))


class RegisterEntry(models.Model):
    """A fact about an organisation from one day to another, both inclusive, an open end None; append-only.

    `kind` is the word of the procedure that found it, such as admitted, warning or removed. The case is named by its
    number, so that the register can be read without the case.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="register", verbose_name=_("organisation")
    )
    kind = models.SlugField(_("kind of fact"), max_length=40)
    since = models.DateField(_("holds from"))
    until = models.DateField(_("holds until"), null=True, blank=True)
    case_number = models.CharField(_("found in the case"), max_length=40)
    note = models.CharField(_("note on the fact"), max_length=300, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "since", "pk"]
        verbose_name = _("entry in the register")
        verbose_name_plural = _("entries in the register")
        indexes = [models.Index(fields=["organisation", "kind", "since"], name="register_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="fact_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.since}"
