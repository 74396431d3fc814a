"""Code lists, from which the options of a form are taken when it is published."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeList(models.Model):
    """A list such as GB/T 4754. Changing it changes no published form: options are frozen into the form's version."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Lower-case letters, digits and hyphens. Forms name the list by it."),
    )
    name = models.CharField(_("name"), max_length=100)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("The standard or document it comes from.")
    )
    description = models.TextField(_("description"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("code list")
        verbose_name_plural = _("code lists")

    def __str__(self) -> str:
        return self.name


class CodeListItem(models.Model):
    """An item. `parent` is the value of the item above it, blank at the top."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    value = models.CharField(_("value"), max_length=60)
    label = models.CharField(_("label"), max_length=200)
    parent = models.CharField(_("parent"), max_length=60, blank=True)
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["code_list", "position"]
        verbose_name = _("item of a code list")
        verbose_name_plural = _("items of code lists")
        constraints = [models.UniqueConstraint(fields=["code_list", "value"], name="one_code_list_item_per_value")]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
