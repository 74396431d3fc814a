"""The pool of experts in the admin."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import AdminDateInput

from cases.models import Expert, Speciality
from cms.accounts.models import Organisation, User

DAYS = ("barred_from", "barred_until", "valid_from", "valid_until")


class ExpertForm(WagtailAdminModelForm):
    """What is known of an expert; nobody is barred without a reason."""

    class Meta:
        model = Expert
        fields = [
            "specialities",
            "title",
            "employer",
            "employer_name",
            "valid_from",
            "valid_until",
            "status",
            "barred_reason",
            "barred_from",
            "barred_until",
        ]
        widgets = dict.fromkeys(DAYS, AdminDateInput) | {"specialities": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = Organisation.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Refuse a bar without a reason, days in the wrong order, and an expert from nowhere."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("status") == Expert.Status.BARRED and not cleaned.get("barred_reason"):
            self.add_error("barred_reason", _("Say why the expert is barred."))
        if not cleaned.get("employer") and not cleaned.get("employer_name"):
            self.add_error("employer", _("Name the employer: members of one employer do not sit on one panel."))
        for first, last in (("valid_from", "valid_until"), ("barred_from", "barred_until")):
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, _("The last day lies before the first."))
        return cleaned


class NewExpertForm(ExpertForm):
    """Takes somebody who has an account into the pool."""

    email = forms.EmailField(
        label=_("E-mail address of the expert"), help_text=_("The account with which the expert will sign in.")
    )
    field_order = ["email", *ExpertForm.Meta.fields]

    def clean_email(self) -> str:
        """Return the address of somebody who is not in the pool yet."""
        user = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if user is None:
            raise forms.ValidationError(_("There is no account with this address."))
        if Expert.objects.filter(user=user).exists():
            raise forms.ValidationError(_("This person is in the pool already."))
        self.instance.user = user
        return user.email


class ExpertIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Expert]:
        """Return the pool with what the columns show."""
        return super().get_base_queryset().select_related("user", "employer").prefetch_related("specialities")


class SpecialitiesColumn(Column):
    """All specialities of an expert in one cell."""

    def get_value(self, instance: Expert) -> str:
        """Return their names."""
        return "、".join(one.title for one in instance.specialities.all())


class ExpertViewSet(ModelViewSet):
    """Who may be drawn. Experts leave the pool by a last day; what they decided keeps their name."""

    model = Expert
    name = "experts"
    url_prefix = "experts"
    icon = "user"
    menu_label = _("Pool of experts")
    ordering = ["user__full_name"]
    copy_view_enabled = False
    list_display = [
        "__str__",
        SpecialitiesColumn("specialities", label=_("specialities")),
        Column("works_for", label=_("employer")),
        Column("title", label=_("professional title")),
        StatusTagColumn(
            "get_status_display", label=_("standing"), sort_key="status", primary=lambda row: row.status == "active"
        ),
        Column("valid_until", label=_("appointed until"), sort_key="valid_until"),
    ]
    list_filter = ["specialities", "status", "valid_until"]
    search_fields = ["user__full_name", "user__email", "employer__name", "employer_name", "title"]
    search_backend_name = None
    index_view_class = ExpertIndexView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form; who somebody is does not change."""
        return ExpertForm if for_update else NewExpertForm


class SpecialityViewSet(ModelViewSet):
    """What experts may know."""

    model = Speciality
    name = "specialities"
    url_prefix = "specialities"
    icon = "tag"
    menu_label = _("Specialities")
    ordering = ["key"]
    copy_view_enabled = False
    form_fields = ["title", "key"]
    list_display = ["title", Column("key", label=_("key of the speciality"), sort_key="key")]
    search_fields = ["title", "key"]
    search_backend_name = None


class ExpertViewSetGroup(ModelViewSetGroup):
    """The menu 专家."""

    menu_label = _("Experts")
    menu_name = "experts"
    menu_icon = "group"
    menu_order = 260
    items = (ExpertViewSet, SpecialityViewSet)
