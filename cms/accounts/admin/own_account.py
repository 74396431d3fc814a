"""A member of staff's own settings. Our people have one name; their address changes where it is verified."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from cms.accounts.models import User


class OwnNameForm(forms.ModelForm):
    """Name and telephone of the person who is signed in, and by which ways they want to be told."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["full_name", "phone", "mail_wanted", "sms_wanted"]
        labels: ClassVar[dict[str, Any]] = {"full_name": pgettext_lazy("person", "Name"), "phone": _("telephone")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True


class OwnNamePanel(NameEmailSettingsPanel):
    """Takes the place of Wagtail's panel, which asks for two names that we do not keep."""

    form_class = OwnNameForm
    title = _("Name and telephone")


class StaffAccountView(AccountView):
    """Wagtail's page with our panel for the name."""

    def get_panels(self) -> list[Any]:
        """Return Wagtail's panels, the one for the name replaced."""
        return [
            OwnNamePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, NameEmailSettingsPanel)
            else panel
            for panel in super().get_panels()
        ]


own_account = require_admin_access(StaffAccountView.as_view())
