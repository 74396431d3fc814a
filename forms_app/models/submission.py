"""What was handed in: one submission, its rounds, and to whom it was delivered."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A form that an organisation handed in. It keeps its identity over all rounds of correction."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("under review")
        RETURNED = "returned", _("returned for correction")
        CONTINUED = "continued", _("to be continued")
        ACCEPTED = "accepted", _("accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference number"), max_length=40, unique=True)
    draft = models.OneToOneField("forms_app.Draft", on_delete=models.PROTECT, related_name="submission")
    version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="submissions")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.SUBMITTED)
    round = models.PositiveIntegerField(_("round"), default=0)
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.reference

    @property
    def is_with_filler(self) -> bool:
        """Say whether the form was given back: to be corrected, or for its next part."""
        return self.status in (self.Status.RETURNED, self.Status.CONTINUED)


class SubmissionRound(models.Model):
    """The answers as they were handed in once: {section id: {field id: value}} with their sha256; append-only.

    `kind` says who handed them in: the applicant, or an office that filled its own section. `explanations` are the
    written 说明 to what looked unusual, in the shape of `forms_app.engine.explanations`; the hash covers them.
    """

    class Kind(models.TextChoices):
        APPLICANT = "applicant", _("handed in by the applicant")
        OFFICE = "office", _("section filled by the office")

    submission = models.ForeignKey("forms_app.Submission", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.APPLICANT)
    answers = models.JSONField()
    # Null where nothing had to be explained, so that the column could be added without touching a protected row.
    explanations = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=100, unique=True)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["submission", "number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_round_per_number")]

    def __str__(self) -> str:
        return f"{self.submission_id} #{self.number}"


class SinkDelivery(models.Model):
    """Proof that a round was given to a sink, once."""

    round = models.ForeignKey("forms_app.SubmissionRound", on_delete=models.PROTECT, related_name="deliveries")
    sink = models.CharField(max_length=60)
    delivered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["round", "sink"], name="one_delivery_per_sink")]

    def __str__(self) -> str:
        return f"{self.round_id} → {self.sink}"
