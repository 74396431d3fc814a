"""What a person types to let a colleague stand in."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Membership, User
from cms.accounts.selectors.delegations import colleagues_of, held_memberships


class DateInput(forms.DateInput):
    """The browser's own picker."""

    input_type = "date"

    def __init__(self, **attrs: str) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DelegationForm(forms.Form):
    """A colleague, what is lent, and the days."""

    colleague = forms.ChoiceField(label=_("Who stands in for me"))
    role = forms.ChoiceField(label=_("Which of my roles"), required=False)
    valid_from = forms.DateField(label=_("First day"), widget=DateInput())
    valid_until = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("The colleague acts for you up to the end of this day.")
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("For example leave or a business trip.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = {str(row.pk): row for row in colleagues_of(user)}
        self.held = {str(row.pk): row for row in held_memberships(user)}
        colleagues = {
            (row.organisation_id, row.user_id): (key, f"{row.user.get_full_name()}（{row.organisation.name}）")
            for key, row in self.memberships.items()
        }
        cast("forms.ChoiceField", self.fields["colleague"]).choices = [("", _("Please choose")), *colleagues.values()]
        cast("forms.ChoiceField", self.fields["role"]).choices = [
            ("", _("All my roles in that organisation")),
            *((key, f"{row.role.name}（{row.organisation.name}）") for key, row in self.held.items()),
        ]
        self.fields["valid_from"].initial = timezone.localdate

    @property
    def possible(self) -> bool:
        """Say whether there is anybody to choose."""
        return bool(self.memberships)

    def clean(self) -> dict[str, Any]:
        """Take a role only of the colleague's organisation."""
        typed = super().clean() or {}
        role, colleague = self.chosen_role(), self.chosen_colleague()
        if role is not None and colleague is not None and role.organisation_id != colleague.organisation_id:
            self.add_error("role", _("You hold this role in another organisation than this colleague."))
        return typed

    def chosen_colleague(self) -> Membership | None:
        """Return a membership of the colleague in the organisation."""
        return self.memberships.get(self.cleaned_data.get("colleague", ""))

    def chosen_role(self) -> Membership | None:
        """Return the own membership that is lent; None for all."""
        return self.held.get(self.cleaned_data.get("role", ""))
