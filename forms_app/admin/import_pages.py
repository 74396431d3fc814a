"""What the pages share on which a file becomes a form."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.accounts.models import User
from forms_app.models import FormDefinition

SALT = "forms_app.import"
A_DAY = 24 * 60 * 60


class ImportPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may make forms. What was read waits with the browser, signed, until it is confirmed."""

    permission_required = "add"
    header_icon = "upload"
    _show_breadcrumbs = True
    viewset: Any = None

    @property
    def actor(self) -> User:
        """Return who is signed in."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the admin lets nobody else in
        return user

    def url(self, name: str, *args: Any) -> str:
        """Return an address of the viewset."""
        return reverse(self.viewset.get_url_name(name), args=args)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of forms to here."""
        return [
            *self.breadcrumbs_items,
            {"url": self.url("list"), "label": _("Forms")},
            {"url": self.url("import"), "label": _("Form from a file")},
            *self.here(),
        ]

    def here(self) -> list[dict[str, Any]]:
        """Return the last step of the way, if this page is below the start."""
        return [{"url": "", "label": self.get_page_title()}]

    def put_away(self, document: Any) -> str:
        """Return what was read as a sealed text that only this person can bring back."""
        return signing.dumps([self.actor.pk, document], salt=SALT, compress=True)

    def brought_back(self, request: HttpRequest) -> Any | None:
        """Return what was put away; None if it is another person's, changed or older than a day."""
        try:
            owner, document = signing.loads(request.POST.get("read", ""), salt=SALT, max_age=A_DAY)
        except (signing.BadSignature, ValueError):
            return None
        return document if owner == self.actor.pk else None


class FileImportPage(ImportPage, ABC):
    """One kind of file: it is uploaded, looked at, and becomes a draft."""

    @abstractmethod
    def read(self, request: HttpRequest) -> HttpResponse:
        """Show what the uploaded file says; nothing is stored."""

    @abstractmethod
    def create(self, request: HttpRequest) -> HttpResponse:
        """Make the draft of what was shown."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to where the file is chosen."""
        return redirect(self.url("import"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read a file, or make the form that was looked at."""
        return self.create(request) if "read" in request.POST else self.read(request)

    def refused(self, message: str) -> HttpResponse:
        """Say why the file is not read, where another one can be chosen."""
        messages.error(self.request, message)
        return redirect(self.url("import"))


class ImportStartView(ImportPage):
    """Where somebody chooses the file."""

    template_name = "forms_app/admin/import_start.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Form from a file")

    def here(self) -> list[dict[str, Any]]:
        """Return nothing: this is the start."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the files go."""
        forms = FormDefinition.objects.order_by("title").values_list("pk", "title")
        may_change = self.permission_policy.user_has_permission(self.actor, "change")
        return super().get_context_data(
            **kwargs,
            word_url=self.url("import_word"),
            xlsform_url=self.url("import_xlsform"),
            forms=list(forms) if may_change else [],
        )
