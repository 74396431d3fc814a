"""Answers: one JSON document per section, every accepted state of it, and a narrow index that can be rebuilt."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionAnswer(models.Model):
    """The current answers of one section of a draft: {field id: value} in the shapes of `forms_app.engine.spec`."""

    draft = models.ForeignKey("forms_app.Draft", on_delete=models.CASCADE, related_name="section_answers")
    section_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    # What was typed and could not be accepted, kept so that it is still there on the next visit: {input name: text}.
    rejected = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    # The revision in which a person last changed something. What the site computes raises `revision` alone: a page that
    # shows older computed values is not out of date, and a section that nobody has typed into is not begun.
    typed_revision = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=False)
    # Where answers come from that nobody typed (engine.sources): said at the field for as long as it holds that value.
    sources = models.JSONField(default=dict, blank=True)
    # The page that wrote last and the number of its save (see services.section_merge.Writer).
    writer = models.CharField(max_length=40, blank=True, default="")
    writer_sequence = models.PositiveIntegerField(default=0)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answers of a section")
        verbose_name_plural = _("answers of sections")
        constraints = [models.UniqueConstraint(fields=["draft", "section_id"], name="one_answer_per_section")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.section_id} r{self.revision}"


class AnswerRevision(models.Model):
    """Every state that a section's answers ever had; append-only."""

    draft = models.ForeignKey("forms_app.Draft", on_delete=models.PROTECT, related_name="answer_revisions")
    section_id = models.CharField(max_length=40)
    revision = models.PositiveIntegerField()
    data = models.JSONField()
    rejected = models.JSONField(default=dict)
    writer = models.CharField(max_length=40, blank=True, default="")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # For whom the author acted, if not for the owner of the draft.
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["draft", "section_id", "revision"]
        verbose_name = _("earlier answers")
        verbose_name_plural = _("earlier answers")
        constraints = [models.UniqueConstraint(fields=["draft", "section_id", "revision"], name="one_answer_revision")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.section_id} r{self.revision}"


class AnswerIndex(models.Model):
    """One answer of a submission in a form that a list can filter and sort by; rebuilt from the last round at will.

    `version` is the one that the round was answered in: a field's key may mean another field in another version. It and
    the organisation, which never changes, stand here so that a list is counted without its submissions.
    """

    submission = models.ForeignKey("forms_app.Submission", on_delete=models.CASCADE, related_name="index")
    # Their indexes are the composite ones below and that of the submission.
    version = models.ForeignKey("forms_app.FormVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    field_key = models.CharField(max_length=60)
    text = models.CharField(max_length=300, blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("indexed answer")
        verbose_name_plural = _("indexed answers")
        constraints = [models.UniqueConstraint(fields=["submission", "field_key"], name="one_index_entry_per_field")]
        indexes = [
            models.Index(fields=["version", "field_key", "text", "organisation"], name="answer_by_text"),
            models.Index(fields=["version", "field_key", "number", "organisation"], name="answer_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.field_key}={self.text}"
