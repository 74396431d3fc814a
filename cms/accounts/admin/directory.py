"""Regions and roles in the admin: what everything else refers to."""

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.accounts.admin.forms import RegionForm
from cms.accounts.admin.scope import SaysRefusals
from cms.accounts.models import Region, Role
from cms.accounts.services.regions import region_save


class RegionAddView(SaysRefusals, generic.CreateView):
    def save_instance(self) -> Region:
        """Store by the service, which keeps the paths true."""
        return region_save(region=self.form.instance, actor=self.request.user)


class RegionEditView(SaysRefusals, generic.EditView):
    def save_instance(self) -> Region:
        """Store by the service, which keeps the paths true."""
        return region_save(region=self.form.instance, actor=self.request.user)


class RegionViewSet(ModelViewSet):
    """The tree of administrative divisions."""

    model = Region
    name = "regions"
    url_prefix = "regions"
    icon = "site"
    menu_label = _("Regions")
    ordering = ["path"]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("code", label=_("GB/T 2260 code"), sort_key="code"),
        Column("get_level_display", label=_("level"), sort_key="level"),
        Column("parent", label=_("parent")),
    ]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    search_backend_name = None
    add_view_class = RegionAddView
    edit_view_class = RegionEditView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form that refuses circles."""
        return RegionForm


class RoleViewSet(ModelViewSet):
    """The roles and what they open. New ones come with `install_roles`."""

    model = Role
    name = "roles"
    url_prefix = "roles"
    icon = "key"
    menu_label = _("Roles")
    ordering = ["key"]
    copy_view_enabled = False
    form_fields = ["name", "name_en"]
    list_display = [
        "name",
        Column("key", label=_("key"), sort_key="key"),
        Column("group", label=_("admin group")),
        BooleanColumn("administers_organisation", label=_("confirms members of the organisation")),
        BooleanColumn("reads_region_cases", label=_("reads the cases of the region")),
    ]
    search_fields = ["name", "key"]
    search_backend_name = None
