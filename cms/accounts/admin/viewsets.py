"""Organisations, members and requests in the admin."""

from typing import Any

from django.db import models
from django.forms import ModelForm
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from cms.accounts.admin.decisions import (
    JOIN_REQUEST_DECISIONS,
    MEMBERSHIP_DECISIONS,
    ORGANISATION_DECISIONS,
    Decision,
    decision_buttons,
    decision_menu_items,
    decision_patterns,
)
from cms.accounts.admin.directory import RegionViewSet, RoleViewSet
from cms.accounts.admin.forms import LastDayForm, MembershipForm, OrganisationForm
from cms.accounts.admin.scope import SaysRefusals, ScopedList, ScopedObject
from cms.accounts.models import JoinRequest, Membership, Organisation
from cms.accounts.selectors.organisations import (
    join_requests_visible_to,
    memberships_visible_to,
    organisations_visible_to,
)
from cms.accounts.services.memberships import membership_grant, membership_set_last_day
from cms.accounts.services.organisations import organisation_save


class DecidedIndexView(ScopedList, generic.IndexView):
    """A list whose rows carry decisions."""

    decisions: tuple[Decision, ...] = ()
    namespace = ""

    def get_list_more_buttons(self, instance: models.Model) -> list[MenuItem | Button]:
        """Return the decisions that are open on a row, then what Wagtail offers."""
        own = decision_menu_items(self.decisions, instance, namespace=self.namespace)
        return [*own, *super().get_list_more_buttons(instance)]


class DecidedEditView(SaysRefusals, ScopedObject, generic.EditView):
    """A form whose object carries decisions."""

    decisions: tuple[Decision, ...] = ()
    namespace = ""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Return the open decisions in the menu of the header."""
        return [*decision_buttons(self.decisions, self.object, namespace=self.namespace), *super().header_more_buttons]


class OrganisationIndexView(DecidedIndexView):
    visible = staticmethod(organisations_visible_to)
    decisions = ORGANISATION_DECISIONS
    namespace = "organisations"

    def get_base_queryset(self) -> models.QuerySet[Organisation]:
        """Return the visible organisations with what the columns show."""
        return super().get_base_queryset().select_related("region")


class OrganisationAddView(SaysRefusals, generic.CreateView):
    def save_instance(self) -> Organisation:
        """Store by the service, which keeps the audit entry."""
        return organisation_save(organisation=self.form.instance, actor=self.request.user)


class OrganisationEditView(DecidedEditView):
    visible = staticmethod(organisations_visible_to)
    decisions = ORGANISATION_DECISIONS
    namespace = "organisations"

    def save_instance(self) -> Organisation:
        """Store by the service, which keeps the audit entry."""
        return organisation_save(organisation=self.form.instance, actor=self.request.user)


class OrganisationHistoryView(ScopedObject, HistoryView):
    visible = staticmethod(organisations_visible_to)


class OrganisationUsageView(ScopedObject, UsageView):
    visible = staticmethod(organisations_visible_to)


class OrganisationDeleteView(ScopedObject, generic.DeleteView):
    visible = staticmethod(organisations_visible_to)


class OrganisationViewSet(ModelViewSet):
    """Organisations: found by name or code, confirmed and refused here."""

    model = Organisation
    name = "organisations"
    url_prefix = "organisations"
    icon = "home"
    menu_label = _("Organisations")
    ordering = ["-created_at"]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("credit_code", label=_("unified social credit code"), sort_key="credit_code"),
        Column("get_kind_display", label=_("kind"), sort_key="kind"),
        Column("region", label=_("region"), sort_key="region__path"),
        StatusTagColumn(
            "get_status_display",
            label=_("status"),
            sort_key="status",
            primary=lambda row: row.status in ("active", "pending"),
        ),
        DateColumn("created_at", label=_("registered at"), sort_key="created_at"),
    ]
    list_filter = ["status", "kind", "region"]
    search_fields = ["name", "credit_code"]
    search_backend_name = None
    list_export = ["name", "credit_code", "kind", "region", "status", "address", "contact_name", "contact_phone"]
    index_view_class = OrganisationIndexView
    add_view_class = OrganisationAddView
    edit_view_class = OrganisationEditView
    delete_view_class = OrganisationDeleteView
    history_view_class = OrganisationHistoryView
    usage_view_class = OrganisationUsageView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form that checks the credit code."""
        return OrganisationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses and one per decision."""
        return [
            *super().get_urlpatterns(),
            *decision_patterns(ORGANISATION_DECISIONS, index_url_name="organisations:index"),
        ]


class MembershipIndexView(DecidedIndexView):
    visible = staticmethod(memberships_visible_to)
    decisions = MEMBERSHIP_DECISIONS
    namespace = "memberships"

    def get_base_queryset(self) -> models.QuerySet[Membership]:
        """Return the visible memberships with what the columns show."""
        return super().get_base_queryset().select_related("user", "organisation", "role")


class MembershipAddView(SaysRefusals, generic.CreateView):
    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form with the organisations that the person administers."""
        form = super().get_form(*args, **kwargs)
        form.fields["organisation"].queryset = organisations_visible_to(self.request.user)
        return form

    def save_instance(self) -> Membership:
        """Grant by the service, which keeps the audit entry and the groups."""
        given = self.form.cleaned_data
        return membership_grant(
            user=self.form.instance.user,
            organisation=given["organisation"],
            role=given["role"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            actor=self.request.user,
        )


class MembershipEditView(DecidedEditView):
    visible = staticmethod(memberships_visible_to)
    decisions = MEMBERSHIP_DECISIONS
    namespace = "memberships"

    def save_instance(self) -> Membership:
        """Move the last day by the service."""
        return membership_set_last_day(
            membership=self.object, last_day=self.form.cleaned_data["valid_until"], actor=self.request.user
        )


class MembershipHistoryView(ScopedObject, HistoryView):
    visible = staticmethod(memberships_visible_to)


class MembershipUsageView(ScopedObject, UsageView):
    visible = staticmethod(memberships_visible_to)


class MembershipViewSet(ModelViewSet):
    """Who acts for whom, from when to when. Rows are ended, never deleted."""

    model = Membership
    name = "memberships"
    url_prefix = "memberships"
    icon = "user"
    menu_label = _("Memberships")
    ordering = ["-created_at"]
    copy_view_enabled = False
    list_display = [
        "user",
        Column("organisation", label=_("organisation"), sort_key="organisation__name"),
        Column("role", label=_("role"), sort_key="role__key"),
        Column("valid_from", label=_("valid from"), sort_key="valid_from"),
        Column("valid_until", label=_("valid until"), sort_key="valid_until"),
        DateColumn("ended_at", label=_("ended at"), sort_key="ended_at"),
    ]
    list_filter = ["role", "organisation__kind", "valid_until"]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__credit_code"]
    search_backend_name = None
    index_view_class = MembershipIndexView
    add_view_class = MembershipAddView
    edit_view_class = MembershipEditView
    history_view_class = MembershipHistoryView
    usage_view_class = MembershipUsageView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form for granting, or for moving the last day."""
        return LastDayForm if for_update else MembershipForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses and the one for ending."""
        return [
            *super().get_urlpatterns(),
            *decision_patterns(MEMBERSHIP_DECISIONS, index_url_name="memberships:index"),
        ]


class JoinRequestIndexView(DecidedIndexView):
    visible = staticmethod(join_requests_visible_to)
    decisions = JOIN_REQUEST_DECISIONS
    namespace = "join_requests"

    def get_base_queryset(self) -> models.QuerySet[JoinRequest]:
        """Return the visible requests with what the columns show."""
        return super().get_base_queryset().select_related("user", "organisation", "role")


class JoinRequestInspectView(ScopedObject, generic.InspectView):
    visible = staticmethod(join_requests_visible_to)


class JoinRequestHistoryView(ScopedObject, HistoryView):
    visible = staticmethod(join_requests_visible_to)


class JoinRequestUsageView(ScopedObject, UsageView):
    visible = staticmethod(join_requests_visible_to)


class JoinRequestViewSet(ModelViewSet):
    """Requests to join: read and decided, never edited."""

    model = JoinRequest
    name = "join_requests"
    url_prefix = "join-requests"
    icon = "mail"
    menu_label = _("Requests to join")
    ordering = ["-created_at"]
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields = ["message"]
    inspect_view_fields = ["user", "organisation", "role", "message", "status", "decided_by", "reason"]
    list_display = [
        "user",
        Column("organisation", label=_("organisation"), sort_key="organisation__name"),
        Column("role", label=_("role"), sort_key="role__key"),
        StatusTagColumn("get_status_display", label=_("status"), primary=lambda row: row.status == "pending"),
        DateColumn("created_at", label=_("asked at"), sort_key="created_at"),
    ]
    list_filter = ["status", "role"]
    search_fields = ["user__email", "user__full_name", "organisation__name"]
    search_backend_name = None
    index_view_class = JoinRequestIndexView
    inspect_view_class = JoinRequestInspectView
    history_view_class = JoinRequestHistoryView
    usage_view_class = JoinRequestUsageView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses and one per decision."""
        return [
            *super().get_urlpatterns(),
            *decision_patterns(JOIN_REQUEST_DECISIONS, index_url_name="join_requests:index"),
        ]


class PeopleViewSetGroup(ModelViewSetGroup):
    """The menu 机构与人员."""

    menu_label = _("Organisations and people")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 250
    items = (OrganisationViewSet, JoinRequestViewSet, MembershipViewSet, RegionViewSet, RoleViewSet)
