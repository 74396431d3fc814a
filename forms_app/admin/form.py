"""The builder's form: gives ids, and stops a faulty form from being published while nothing typed is lost."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.accounts.models import Organisation
from forms_app.admin.attributes import STAGE_CHOICES
from forms_app.models import FormDefinition
from forms_app.services.builder_formulas import formulas_resolve, formulas_shown
from forms_app.services.builder_ids import ids_complete
from forms_app.services.form_publish import definition_problems, problem_text


class FormDefinitionForm(WagtailAdminModelForm):
    """Edit a form definition."""

    audience = forms.MultipleChoiceField(
        label=_("Filled in by"),
        choices=Organisation.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Kinds of organisation that may fill in the form; none ticked means all."),
    )

    stages_at_start = forms.MultipleChoiceField(
        label=_("Stages open at the start"),
        choices=STAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What belongs to the other stage waits until a case opens it; none ticked means all are open."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.update(formulas_shown(self.instance))

    def _clean_fields(self) -> None:
        """Refuse input that arrived in part: Wagtail's blocks read counts and places that the page always sends."""
        try:
            super()._clean_fields()
        except (KeyError, ValueError) as error:
            raise BadRequest("The builder's input is not whole.") from error

    def clean(self) -> dict[str, Any]:
        """Complete the ids, read the formulas; when publishing, name everything that is wrong with the form."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"sections", "checks"} <= cleaned.keys():
            return cleaned
        ids_complete(cleaned["sections"], self.instance.sections if self.instance.pk else None)
        formulas_resolve(self.built())
        if not self.is_deferred_validation and not self.errors:
            self._check(cleaned)
        return cleaned

    def built(self) -> FormDefinition:
        """Return the form as it was posted; it is not saved."""
        names = [one.name for one in FormDefinition._meta.concrete_fields if one.name in self.cleaned_data]
        return FormDefinition(pk=self.instance.pk, **{name: self.cleaned_data[name] for name in names})

    def _check(self, cleaned: dict[str, Any]) -> None:
        for problem in definition_problems(self.built()):
            if problem.blocks:
                self.add_error(None, problem_text(problem))
        if cleaned.get("opens_at") and cleaned.get("closes_at") and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes_at", _("The form must close after it opens."))
