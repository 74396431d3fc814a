"""Rule tables: an editable definition and its published versions."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleTableDefinition(models.Model):
    """A decision table as staff edit it. Formulas name it by `name` and read published versions only."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Lower-case letters, digits and hyphens; programme files name the table by it."),
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        validators=[RegexValidator(r"^[^.\"“”\[\]]+$", _("A name holds no dot, quotation mark or bracket."))],
        help_text=_('Formulas name the table so: LOOKUP("name", …). It is fixed once a version is published.'),
    )
    source = models.CharField(_("source article"), max_length=300, blank=True, help_text=_("Such as 实施指南 二.1"))
    description = models.TextField(_("description"), blank=True)
    # The draft: {"conditions": […], "results": […], "rows": […]}, see engine.rule_table.
    content = models.JSONField(default=dict, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    # The sha256 of the programme file that was loaded last: loading the same file again changes nothing.
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("rule table")
        verbose_name_plural = _("rule tables")
        permissions = [("publish_ruletabledefinition", "Can publish rule tables")]

    def __str__(self) -> str:
        return self.name


class RuleTableVersion(models.Model):
    """One published state of a table with the days on which it counts; the database refuses every change."""

    table = models.ForeignKey(RuleTableDefinition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("source article"), max_length=300, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["table", "-number"]
        verbose_name = _("version of a rule table")
        verbose_name_plural = _("versions of rule tables")
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="one_rule_version_per_number")]

    def __str__(self) -> str:
        return f"{self.table} v{self.number}"
