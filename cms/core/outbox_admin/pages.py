"""One message, and the question before messages are sent again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.masking import masked, masked_facts
from cms.core.models import OutboxMessage, OutboxQuerySet
from cms.core.outbox import topic_title
from cms.core.outbox_admin.listing import MAY_REPLAY, POLICY, OutboxIndexView
from cms.core.outbox_admin.replay import outbox_replay

SHOWN = 20
MOST_CHOSEN = 500


class _OutboxPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = POLICY
    header_icon = "mail"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("outbox:index"), "label": _("Outbox")},
            {"url": "", "label": self.get_page_title()},
        ]


class OutboxDetailView(_OutboxPage):
    """All that is known of a message, with personal data in part."""

    template_name = "core/outbox/detail.html"
    any_permission_required = ["view", "change"]

    @cached_property
    def message(self) -> OutboxMessage:
        """Return the message."""
        return get_object_or_404(OutboxMessage, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return what kind of message it is."""
        return topic_title(self.message.topic)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the message, masked."""
        return super().get_context_data(
            **kwargs,
            message=self.message,
            error=masked(self.message.last_error),
            payload=masked_facts(self.message.payload),
            may_replay=self.request.user.has_perm(MAY_REPLAY),
        )


class OutboxReplayView(_OutboxPage):
    """Asks once more, then lets the worker try again: chosen messages, or all dead ones of a kind."""

    template_name = "core/outbox/replay.html"
    permission_required = "change"
    page_title = gettext_lazy("Send again")

    def chosen(self, data: Any) -> OutboxQuerySet:
        """Return the dead messages that the request names."""
        dead = OutboxMessage.objects.in_state(OutboxMessage.State.DEAD).order_by("-pk")
        if topic := data.get("topic"):
            return dead.filter(topic=topic)
        named = [int(one) for one in data.getlist("message")[:MOST_CHOSEN] if one.isdecimal()]
        return dead.filter(pk__in=named)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, or go back where nothing was chosen."""
        if not self.chosen(request.GET).exists():
            messages.warning(request, _("Choose at least one message that was given up."))
            return redirect("outbox:index")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send again."""
        count = outbox_replay(messages=self.chosen(request.POST), actor=request.user)
        if count:
            said = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.warning(request, _("These messages have been sent again already."))
        return redirect("outbox:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was chosen."""
        chosen, data = self.chosen(self.request.GET), self.request.GET
        shown = [(topic_title(one.topic), one.key, masked(one.last_error)) for one in chosen[:SHOWN]]
        count = chosen.count()
        return super().get_context_data(
            **kwargs,
            shown=shown,
            count=count,
            more=count - len(shown),
            topic=data.get("topic", ""),
            named=data.getlist("message")[:MOST_CHOSEN],
        )


class OutboxMenuItem(MenuItem):
    """The entry in the settings; only for those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person may open the list."""
        return bool(POLICY.user_has_any_permission(request.user, ["view", "change"]))


def outbox_urls() -> list[Any]:
    """Return the addresses of the pages within the admin."""
    pages = [
        path("", OutboxIndexView.as_view(), name="index"),
        path("results/", OutboxIndexView.as_view(results_only=True), name="index_results"),
        path("replay/", OutboxReplayView.as_view(), name="replay"),
        path("<int:pk>/", OutboxDetailView.as_view(), name="detail"),
    ]
    return [path("outbox/", include((pages, "outbox")))]


def outbox_menu_item() -> MenuItem:
    """Return the entry of the settings menu."""
    return OutboxMenuItem(_("Outbox"), reverse("outbox:index"), name="outbox", icon_name="mail", order=890)
