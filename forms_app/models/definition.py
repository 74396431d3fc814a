"""The editable form: what a member of staff builds in the admin."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions import action_registry
from wagtail.blocks import TextBlock
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms.core.fields import StreamField
from forms_app.admin.blocks import check_block, sections_block, sink_block


class FormDefinition(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, models.Model
):
    """A form as staff edit it. Nothing is ever filled in against it: publishing compiles it to a FormVersion."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Lower-case letters, digits and hyphens. Addresses and programme files name the form by it."),
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    # Kinds of organisation that fill the form in, as in accounts.Organisation.Kind; empty means any.
    audience = models.JSONField(_("filled in by"), default=list, blank=True)
    sections = StreamField(sections_block(), verbose_name=_("sections"), blank=True)
    checks = StreamField([("check", check_block())], verbose_name=_("checks"), blank=True, collapsed=True)
    paper_title = models.CharField(
        _("title on the official sheet"),
        max_length=200,
        blank=True,
        help_text=_("{county} stands for the county's name."),
    )
    notes = StreamField(
        [("note", TextBlock(label=_("Note"), rows=3, icon="comment"))],
        verbose_name=_("notes below the sheet"),
        blank=True,
    )
    sinks = StreamField([("sink", sink_block())], verbose_name=_("recipients of submissions"), blank=True)
    reference_prefix = models.CharField(
        _("prefix of reference numbers"), max_length=10, blank=True, help_text=_("Two to six capital letters.")
    )
    # Which stages are open when filling in begins; empty means all of them. A case opens the others.
    stages_at_start = models.JSONField(_("stages open at the start"), default=list, blank=True)
    later_note = models.CharField(
        _("note at what opens later"),
        max_length=200,
        blank=True,
        help_text=_("Stands at every place whose stage is not open yet, for instance when it opens."),
    )
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    # The sha256 of the programme file that was loaded last: loading the same file again changes nothing.
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    search_fields = [
        index.SearchField("title"),
        index.SearchField("code"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the page that shows the form as it stands, without filling anything in."""
        return "forms_app/admin/preview.html"

    def publish(
        self, revision: Revision, user: Any = None, skip_permission_checks: bool = False, **options: Any
    ) -> Any:
        """Publish, whoever asks (the admin, the clock, an API), by the action that is registered for forms.

        Wagtail's own method names its action class itself, so that a registered one would be passed by.
        """
        action = action_registry.get_action_class(type(self), "publish")
        return action(revision, user=user, **options).execute(skip_permission_checks=skip_permission_checks)
