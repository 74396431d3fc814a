"""Webhooks in the admin: addresses, what they hear of, a secret that is shown once, a test."""

from typing import Any

from django import forms
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cases.models import WebhookEndpoint
from cases.models.webhook import EventKind
from cases.requests import SignedInRequest
from cases.selectors.webhooks import forget_listeners
from cases.services.webhook_endpoints import webhook_secret_renew, webhook_try
from cms.accounts.facade import region_names
from cms.accounts.models import Region
from cms.core.outgoing import AddressRefused, checked_url


class RegionsField(forms.ModelMultipleChoiceField):
    """Shows each region with the city in which it lies."""

    def label_from_instance(self, obj: Region) -> str:
        """Return the full name."""
        if not hasattr(self, "_names"):
            self._names = region_names()
        return self._names.get(obj.code, obj.name)


class WebhookForm(WagtailAdminModelForm):
    """What an endpoint is and hears of."""

    url = forms.URLField(
        label=gettext_lazy("address of the receiver"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("It must begin with https:// and be reachable from the internet."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("told when"),
        choices=EventKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All of these if none is chosen."),
    )
    regions = RegionsField(
        label=gettext_lazy("in these regions"),
        queryset=Region.objects.order_by("path"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "webhook-regions"}),
        help_text=gettext_lazy("A city includes its counties. Confidential cases are never told."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "active", "kinds", "case_types", "regions"]
        widgets = {"case_types": forms.CheckboxSelectMultiple}

    def clean_url(self) -> str:
        """Refuse an address to which the site does not post."""
        url: str = self.cleaned_data["url"]
        try:
            checked_url(url)
        except AddressRefused as refusal:
            raise forms.ValidationError(_("Use an address that begins with https:// and names no user.")) from refusal
        return url


class _Forgets:
    """A change of an endpoint counts from the next step on."""

    def save_instance(self: Any) -> WebhookEndpoint:
        """Store, and let the steps ask again who listens."""
        instance: WebhookEndpoint = super().save_instance()  # type: ignore[misc]
        forget_listeners()
        return instance


class WebhookAddView(_Forgets, generic.CreateView):
    """A new endpoint has a secret from the first moment, and its maker sees it next."""

    def save_instance(self) -> WebhookEndpoint:
        """Store it with its secret."""
        with transaction.atomic():
            instance = super().save_instance()
            self.request.session[_kept(instance)] = webhook_secret_renew(endpoint=instance, actor=self.request.user)
        return instance

    def get_success_url(self) -> str:
        """Go where the secret is shown."""
        return reverse("webhooks:secret", args=[self.object.pk])


class WebhookEditView(_Forgets, generic.EditView):
    """An endpoint, with the ways to its secret and to a test."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer the test."""
        return [HeaderButton(_("Test it"), url=reverse("webhooks:try", args=[self.object.pk]), icon_name="mail")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer another secret."""
        url = reverse("webhooks:secret", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Change the secret"), url=url, icon_name="key", priority=20)]


class WebhookDeleteView(generic.DeleteView):
    """Deletes an endpoint; what waits for it is dropped."""

    def delete_action(self) -> None:
        """Delete, and let the steps ask again who listens."""
        super().delete_action()
        forget_listeners()


def _kept(endpoint: WebhookEndpoint) -> str:
    return f"webhook-secret-{endpoint.pk}"


class _EndpointPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_required = "change"
    viewset: Any = None
    header_icon = "key"
    _show_breadcrumbs = True

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        """Return the endpoint."""
        return get_object_or_404(WebhookEndpoint, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return which endpoint this is about."""
        return str(self.endpoint)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {"url": reverse("webhooks:edit", args=[self.endpoint.pk]), "label": str(self.endpoint)},
            {"url": "", "label": self.get_page_title()},
        ]


class WebhookSecretView(_EndpointPage):
    """Shows a secret that has just been made, for the only time; asks before it makes another."""

    template_name = "cases/admin/webhook_secret.html"
    page_title = gettext_lazy("Secret")

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Make another secret."""
        request.session[_kept(self.endpoint)] = webhook_secret_renew(endpoint=self.endpoint, actor=request.user)
        return redirect("webhooks:secret", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Take the new secret, if there is one, out of the session."""
        secret = self.request.session.pop(_kept(self.endpoint), "")
        return super().get_context_data(**kwargs, endpoint=self.endpoint, secret=secret)


class WebhookTryView(_EndpointPage):
    """Posts an event that means nothing; the outbox says what came of it."""

    template_name = "cases/admin/webhook_try.html"
    page_title = gettext_lazy("Test")
    header_icon = "mail"

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Post it."""
        webhook_try(endpoint=self.endpoint, actor=request.user)
        messages.success(request, _("A test event is on its way. Look in the outbox at what comes of it."))
        return redirect("webhooks:edit", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the endpoint."""
        return super().get_context_data(**kwargs, endpoint=self.endpoint)


class WebhookViewSet(ModelViewSet):
    """Other systems that are told of cases."""

    model = WebhookEndpoint
    name = "webhooks"
    url_prefix = "webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    menu_order = 880
    add_to_settings_menu = True
    ordering = ["name"]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("url", label=gettext_lazy("address of the receiver"), classname="outbox-wide"),
        StatusTagColumn(
            "active",
            label=gettext_lazy("Webhook state"),
            accessor=lambda row: _("switched on") if row.active else _("switched off"),
            primary=lambda row: row.active,
        ),
        Column("failures", label=gettext_lazy("failures in a row"), sort_key="failures"),
        Column("last_error", label=gettext_lazy("latest failure"), classname="outbox-wide"),
        UpdatedAtColumn(classname="outbox-wide"),
    ]
    search_fields = ["name", "url"]
    search_backend_name = None
    add_view_class = WebhookAddView
    edit_view_class = WebhookEditView
    delete_view_class = WebhookDeleteView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form."""
        return WebhookForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the secret and the test."""
        options: dict[str, Any] = {"permission_policy": self.permission_policy, "viewset": self}
        return [
            *super().get_urlpatterns(),
            path("secret/<int:pk>/", WebhookSecretView.as_view(**options), name="secret"),
            path("try/<int:pk>/", WebhookTryView.as_view(**options), name="try"),
        ]
