"""What people type into the portal, checked and normalised; decisions are the services'."""

import re
from typing import Any, cast

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Organisation, Region, Role, User
from cms.accounts.selectors.organisations import region_choices, self_service_roles
from cms.accounts.services.people import person_register
from cms.core.identifiers import check_credit_code, normalise_credit_code
from cms.core.text import to_half_width

PHONE = re.compile(r"[0-9+() -]{5,30}")


class PhoneField(forms.CharField):
    """A telephone number; full-width digits are taken as digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), **kwargs)

    def clean(self, value: Any) -> str:
        number = to_half_width(super().clean(value))
        if number and not PHONE.fullmatch(number):
            raise forms.ValidationError(_("Enter a telephone number with digits, such as 025-83100000."))
        return number


class CreditCodeField(forms.CharField):
    """A unified social credit code, checked by GB 32100."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Unified social credit code"))
        kwargs.setdefault("help_text", _("18 digits and capital letters, as on the business licence."))
        super().__init__(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        code = normalise_credit_code(super().clean(value))
        fault = check_credit_code(code)
        if fault is not None and (code or self.required):
            raise forms.ValidationError(gettext(fault.msgid) % fault.params)
        return code


class SignupForm(AllauthSignupForm):
    """Registration of a person: name, telephone, e-mail address, password, consent."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(label=_("Telephone"))
    agreement = forms.BooleanField(
        label=_("I have read and accept the terms of use and the privacy policy of this site."),
        error_messages={"required": _("Registration needs your agreement to the terms.")},
    )
    field_order = ["full_name", "phone", "email", "password1", "password2", "agreement"]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Store what the sign-in library does not know."""
        person_register(user=user, full_name=self.cleaned_data["full_name"], phone=self.cleaned_data["phone"])


class FindForm(forms.Form):
    """Looks up an organisation by its exact code."""

    credit_code = CreditCodeField()


class JoinForm(forms.Form):
    """Asks to join the organisation that was found."""

    credit_code = forms.CharField(widget=forms.HiddenInput)
    role = forms.ModelChoiceField(
        label=_("In which function?"), queryset=Role.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    message = forms.CharField(
        label=_("Message to the administrator"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example your department and who can confirm your work."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self_service_roles(organisation)
        role = cast("forms.ModelChoiceField[Role]", self.fields["role"])
        role.queryset = Role.objects.filter(pk__in=[role.pk for role in roles])


class RegisterForm(forms.Form):
    """Registers an organisation that waits for the bureau."""

    kind = forms.ChoiceField(
        label=_("The organisation is"),
        choices=[
            (Organisation.Kind.ENTERPRISE.value, Organisation.Kind.ENTERPRISE.label),
            (Organisation.Kind.PROVIDER.value, Organisation.Kind.PROVIDER.label),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name of the organisation"), max_length=200, help_text=_("As on the licence."))
    credit_code = CreditCodeField()
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.exclude(level=Region.Level.PROVINCE), empty_label=_("Please choose")
    )
    address = forms.CharField(label=_("Registered address"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=60)
    contact_phone = PhoneField(label=_("Contact telephone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = cast("forms.ModelChoiceField[Region]", self.fields["region"])
        region.widget.choices = [("", region.empty_label), *region_choices()]


class ReasonForm(forms.Form):
    """The reason of a refusal."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads this. Say what to correct."),
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ModelChoiceField(
        label=_("New role"), queryset=Role.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = cast("forms.ModelChoiceField[Role]", self.fields["role"])
        role.queryset = Role.objects.filter(pk__in=[role.pk for role in self_service_roles(organisation)])


class ChannelsForm(forms.ModelForm):
    """By which ways, besides the site, a person wants to be told."""

    class Meta:
        model = User
        fields = ("mail_wanted", "sms_wanted")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.phone:
            self.fields["sms_wanted"].help_text = _("No telephone is entered for you, so there is none to send to.")
