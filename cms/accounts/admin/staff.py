"""The users of the admin are staff: people whose running role opens it, and superusers."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic.usage import UsageView
from wagtail.log_actions import log
from wagtail.users.views.users import CreateView, DeleteView, EditView, HistoryView, IndexView, UserColumn, UserViewSet

from cms.accounts.admin.forms import StaffCreationForm, StaffEditForm
from cms.accounts.admin.scope import SaysRefusals, ScopedList, ScopedObject
from cms.accounts.models import User
from cms.accounts.selectors.staff import staff_visible_to
from cms.accounts.services.memberships import membership_grant


class StaffIndexView(ScopedList, IndexView):
    """Staff with their roles."""

    visible = staticmethod(staff_visible_to)
    page_title = _("Staff")
    add_item_label = _("Add a member of staff")

    @property
    def search_fields(self) -> set[str]:
        """Return where the search looks."""
        return {"full_name", "email", "phone"}

    @property
    def columns(self) -> list[Column]:
        """Return the columns, without the bulk actions: roles are memberships, one by one and dated."""
        title_column = self._get_title_column_class(UserColumn)
        return [
            title_column(
                "name", accessor="get_full_name", label=pgettext_lazy("person", "Name"), get_url=self.get_edit_url
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("roles", label=_("Roles"), accessor=_role_names),
            BooleanColumn("is_superuser", label=_("Superuser")),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> models.QuerySet[User]:
        """Return staff with what the columns show."""
        return super().get_base_queryset().select_related("wagtail_userprofile").prefetch_related("groups")


def _role_names(user: User) -> str:
    return "、".join(sorted(group.name for group in user.groups.all()))


class StaffCreateView(SaysRefusals, CreateView):
    """Creates the person and the membership together."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form the person who fills it in."""
        return super().get_form_kwargs() | {"actor": self.request.user}

    def save_instance(self) -> User:
        """Store both in one transaction."""
        with transaction.atomic():
            user = self.form.save()
            log(user, "wagtail.create", user=self.request.user)
            membership_grant(
                user=user,
                organisation=self.form.cleaned_data["organisation"],
                role=self.form.cleaned_data["role"],
                actor=self.request.user,
            )
        return user


class StaffEditView(ScopedObject, EditView):
    """Edits a member of staff."""

    visible = staticmethod(staff_visible_to)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form the person who fills it in."""
        return super().get_form_kwargs() | {"actor": self.request.user}

    def save_instance(self) -> User:
        """Store the person; a superuser is always staff."""
        user = super().save_instance()
        if user == self.request.user:
            update_session_auth_hash(self.request, user)
        return user


class StaffDeleteView(ScopedObject, DeleteView):
    visible = staticmethod(staff_visible_to)


class StaffHistoryView(ScopedObject, HistoryView):
    visible = staticmethod(staff_visible_to)


class StaffUsageView(ScopedObject, UsageView):
    visible = staticmethod(staff_visible_to)


class StaffViewSet(UserViewSet):
    """Wagtail's users, narrowed to staff and fitted to people without user names."""

    icon = "user"
    menu_label = _("Staff")
    ordering = "full_name"
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    usage_view_class = StaffUsageView
    copy_view_enabled = False
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[StaffEditForm] | type[StaffCreationForm]:
        """Return the form for editing or adding."""
        return StaffEditForm if for_update else StaffCreationForm


def refuse_bulk_action(request: HttpRequest, rest: str) -> HttpResponse:
    """Refuse every bulk action on people."""
    raise PermissionDenied
