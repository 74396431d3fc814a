"""The editable case type: what a member of staff draws in the admin."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions import action_registry
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin
from wagtail.search import index

from cases.admin.case_types import blocks
from cases.admin.case_types.choices import CONFIDENTIALITY, RETENTION
from cms.core.fields import StreamField


class CaseTypeDefinition(PreviewableMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model):
    """A case type as staff edit it. No case runs on it: publishing freezes it as a CaseTypeVersion."""

    key = models.SlugField(
        _("code of the case type"),
        max_length=60,
        unique=True,
        help_text=_("Lower-case letters, digits and hyphens. It never changes once the case type is published."),
    )
    title = models.CharField(_("title of the case type"), max_length=200)
    number_prefix = models.CharField(
        _("prefix of case numbers"), max_length=10, help_text=_("Capital letters; RK gives RK-2026-000001.")
    )
    form = models.CharField(_("form of the case"), max_length=60, blank=True)
    confidentiality = models.CharField(
        _("confidentiality of a new case"), max_length=20, blank=True, choices=CONFIDENTIALITY
    )
    retention = models.CharField(
        _("retention"), max_length=20, blank=True, choices=RETENTION, help_text=_("Counted from the final state.")
    )
    opening_first = models.CharField(_("when the form is handed in first"), max_length=60, blank=True)
    opening_again = models.CharField(_("when it is handed in again"), max_length=60, blank=True)
    opening_office = models.CharField(_("when an office fills in its section"), max_length=60, blank=True)
    phases = StreamField(blocks.phases(), verbose_name=_("phases"), blank=True, collapsed=True)
    documents = StreamField(blocks.documents(), verbose_name=_("documents of a case"), blank=True, collapsed=True)
    deadlines = StreamField(blocks.deadlines(), verbose_name=_("deadlines"), blank=True, collapsed=True)
    states = StreamField(blocks.states(), verbose_name=_("states"), blank=True, collapsed=True)
    transitions = StreamField(blocks.transitions(), verbose_name=_("actions"), blank=True, collapsed=True)
    valid_from = models.DateField(
        _("new cases from"),
        null=True,
        blank=True,
        help_text=_("New cases take the version from this day on, and the version before ends. Blank: today."),
    )
    valid_until = models.DateField(
        _("new cases until"), null=True, blank=True, help_text=_("The last day. Blank: until a new version begins.")
    )
    change_note = models.CharField(
        _("what changes with this version"),
        max_length=200,
        blank=True,
        help_text=_("For those who read the list of versions."),
    )
    # The file that was imported last, letter for letter: exported as it is while it says what the editor says.
    source = models.TextField(blank=True, editable=False)
    # The sha256 of the programme's document that was loaded last: loading the same again changes nothing.
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    search_fields = [
        index.SearchField("title"),
        index.SearchField("key"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("case type being edited")
        verbose_name_plural = _("case types being edited")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the page with the diagram."""
        return "cases/admin/case_types/preview.html"

    def publish(
        self, revision: Revision, user: Any = None, skip_permission_checks: bool = False, **options: Any
    ) -> Any:
        """Publish, whoever asks, by the action that is registered for case types.

        Wagtail's own method names its action class itself, so that a registered one would be passed by.
        """
        action = action_registry.get_action_class(type(self), "publish")
        return action(revision, user=user, **options).execute(skip_permission_checks=skip_permission_checks)
