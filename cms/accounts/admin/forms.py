"""Forms of the admin: they check what is typed, services store it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.accounts.selectors.organisations import organisations_visible_to, region_choices
from cms.core.identifiers import check_credit_code, normalise_credit_code


class OrganisationForm(WagtailAdminModelForm):
    """What the bureau enters about an organisation."""

    class Meta:
        model = Organisation
        fields = ["name", "credit_code", "kind", "region", "address", "contact_name", "contact_phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_code"].max_length = 60
        self.fields["region"].widget.choices = [("", _("Please choose")), *region_choices()]

    def clean_credit_code(self) -> str:
        """Return the normalised code, or say what is wrong with it."""
        code = normalise_credit_code(self.cleaned_data["credit_code"])
        fault = check_credit_code(code)
        if fault is not None:
            raise forms.ValidationError(gettext(fault.msgid) % fault.params)
        return code


class RegionForm(WagtailAdminModelForm):
    """A region and its place in the tree."""

    class Meta:
        model = Region
        fields = ["code", "name", "level", "parent"]

    def clean(self) -> dict[str, Any]:
        """Refuse a parent that lies below the region itself."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("parent")
        if parent is not None and self.instance.path and parent.path.startswith(self.instance.path):
            self.add_error("parent", _("A region cannot lie inside itself. Choose another parent."))
        return cleaned


class MembershipForm(WagtailAdminModelForm):
    """Gives a person a role in an organisation."""

    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("The person must have registered with this address.")
    )
    field_order = ["email", "organisation", "role", "valid_from", "valid_until"]

    class Meta:
        model = Membership
        fields = ["organisation", "role", "valid_from", "valid_until"]
        widgets = {"valid_from": AdminDateInput, "valid_until": AdminDateInput}

    def clean_email(self) -> str:
        """Return the address of a person who exists."""
        user = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if user is None:
            raise forms.ValidationError(_("Nobody has registered with this address."))
        self.instance.user = user
        return user.email

    def clean(self) -> dict[str, Any]:
        """Refuse a role that organisations of this kind do not have."""
        cleaned: dict[str, Any] = super().clean()
        organisation, role = cleaned.get("organisation"), cleaned.get("role")
        if organisation and role and organisation.kind not in role.organisation_kinds:
            self.add_error("role", _("This role does not exist in organisations of this kind."))
        return cleaned


class LastDayForm(WagtailAdminModelForm):
    """Moves the last day of a membership."""

    class Meta:
        model = Membership
        fields = ["valid_until"]
        widgets = {"valid_until": AdminDateInput}


class StaffCreationForm(UserCreationForm):
    """A new member of staff: the person, and at once the role that makes them staff."""

    organisation = forms.ModelChoiceField(label=_("Bureau"), queryset=Organisation.objects.none())
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none())
    first_name = last_name = is_superuser = None
    field_order = ["email", "full_name", "phone", "organisation", "role", "password1", "password2"]

    class Meta:
        model = User
        fields = ["email", "full_name", "phone"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.fields["organisation"].queryset = organisations_visible_to(actor).filter(kind=Organisation.Kind.BUREAU)
        self.fields["role"].queryset = Role.objects.filter(group__isnull=False).order_by("key")

    def clean_email(self) -> str:
        """Return the address in lower case: two spellings are one person."""
        return str(self.cleaned_data["email"]).lower()


class StaffEditForm(UserEditForm):
    """A member of staff. Roles are given and ended under memberships."""

    first_name = last_name = None

    class Meta:
        model = User
        fields = ["email", "full_name", "phone", "is_active", "is_superuser"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        # Whoever is not a superuser makes nobody one.
        if not actor.is_superuser:
            self.fields.pop("is_superuser", None)

    def clean_email(self) -> str:
        """Return the address in lower case: two spellings are one person."""
        return str(self.cleaned_data["email"]).lower()
