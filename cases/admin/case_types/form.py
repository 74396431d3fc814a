"""The editor's form: stops a faulty case type from being published while nothing typed is lost."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cases.admin.case_types.problems import problems_of
from cases.admin.case_types.texts import form_choices
from cases.models import CaseType, CaseTypeDefinition
from cases.services.case_type_load import Validity, validity_refusal

OPENINGS = ("opening_first", "opening_again", "opening_office")
OF_ONE_VERSION = ("valid_from", "valid_until", "change_note")


class CaseTypeDefinitionForm(WagtailAdminModelForm):
    """Edit a case type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = self.instance.form
        known = [(code, title) for code, title, _sections in form_choices()]
        if present and present not in dict(known):
            known.append((present, present))
        self.fields["form"].widget = forms.Select(choices=[("", _("— none —")), *known])
        for name in OPENINGS:
            value = self.data.get(name) or getattr(self.instance, name)
            select = forms.Select(attrs={"data-pilotdesk-keys": "transitions"})
            select.choices = [("", _("— none —")), *([(value, value)] if value else [])]
            self.fields[name].widget = select
        self.fields["form"].widget.attrs["data-pilotdesk-form"] = ""
        if self.instance.pk and not self.instance.has_unpublished_changes:
            # They were of the version that is published; the next one has its own.
            self.initial |= dict.fromkeys(OF_ONE_VERSION)

    def _clean_fields(self) -> None:
        """Refuse input that arrived in part: Wagtail's blocks read counts and places that the page always sends."""
        try:
            super()._clean_fields()
        except (KeyError, ValueError) as error:
            raise BadRequest("The editor's input is not whole.") from error

    def clean_key(self) -> str:
        """Keep the key of what is published: its versions are known by it."""
        key: str = self.cleaned_data["key"]
        if self.instance.pk and key != self.instance.key and CaseType.objects.filter(key=self.instance.key).exists():
            raise forms.ValidationError(_("The code cannot change: a version is published under it."))
        return key

    def clean(self) -> dict[str, Any]:
        """When publishing, name everything that is wrong with the case type."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_deferred_validation and not self.errors:
            for problem in problems_of(self.built()):
                if problem["blocks"]:
                    self.add_error(None, problem["message"])
            self._check_days(cleaned)
        return cleaned

    def built(self) -> CaseTypeDefinition:
        """Return the case type as it was posted; it is not saved."""
        names = [one.name for one in CaseTypeDefinition._meta.concrete_fields if one.name in self.cleaned_data]
        made = CaseTypeDefinition(pk=self.instance.pk, **{name: self.cleaned_data[name] for name in names})
        made.source = self.instance.source
        return made

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        validity = Validity(cleaned.get("valid_from"), cleaned.get("valid_until"))
        refusal = validity_refusal(cleaned["key"], validity)
        if refusal:
            self.add_error("valid_from", refusal)
