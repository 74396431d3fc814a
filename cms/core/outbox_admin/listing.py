"""The list of the outbox."""

from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.masking import masked
from cms.core.models import OutboxMessage, OutboxQuerySet
from cms.core.outbox import topic_title, topics

POLICY = ModelPermissionPolicy(OutboxMessage)
MAY_REPLAY = "core.change_outboxmessage"


class OutboxFilterSet(WagtailFilterSet):
    """Kind, state and day."""

    topic = django_filters.ChoiceFilter(
        label=_("Kind of message"), choices=topics, empty_label=_("All kinds of message")
    )
    state = django_filters.ChoiceFilter(
        label=_("State of the message"),
        method="filter_state",
        choices=OutboxMessage.State.choices,
        empty_label=_("All states of messages"),
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Written on"), widget=DateRangePickerWidget)

    class Meta:
        model = OutboxMessage
        fields: list[str] = []

    def filter_state(self, queryset: OutboxQuerySet, name: str, value: str) -> OutboxQuerySet:
        """Keep the messages in this state."""
        return queryset.in_state(value) if value else queryset


class TopicColumn(TitleColumn):
    """What the message is, as a link to all that is known of it; its key below."""

    cell_template_name = "core/outbox/topic_cell.html"

    def get_value(self, instance: OutboxMessage) -> str:
        """Return what staff call it."""
        return topic_title(instance.topic)


class StateColumn(Column):
    """The state, with when it is tried next, or why it was given up."""

    cell_template_name = "core/outbox/state_cell.html"

    def get_value(self, instance: OutboxMessage) -> str:
        """Return the error without the personal data that mail servers like to quote."""
        return masked(instance.last_error)


class ChooseColumn(Column):
    """A box to choose a dead message; the others have nothing to be done."""

    cell_template_name = "core/outbox/choose_cell.html"


class OutboxIndexView(PermissionCheckedMixin, BaseListingView):
    """Every message that left or has to leave the site, newest first."""

    model = OutboxMessage
    permission_policy = POLICY
    any_permission_required = ["view", "change"]
    page_title = _("Outbox")
    header_icon = "mail"
    index_url_name = "outbox:index"
    index_results_url_name = "outbox:index_results"
    template_name = "core/outbox/index.html"
    results_template_name = "core/outbox/index_results.html"
    filterset_class = OutboxFilterSet
    default_ordering = "-created_at"
    paginate_by = 50

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        """Return all messages."""
        return OutboxMessage.objects.all()

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; boxes only for whoever may send again."""
        boxes = [ChooseColumn("choose", label="")] if self.request.user.has_perm(MAY_REPLAY) else []
        return [
            *boxes,
            TopicColumn("topic", label=_("Message"), get_url=lambda one: reverse("outbox:detail", args=[one.pk])),
            StateColumn("state", label=_("State of the message"), width="40%"),
            Column("attempts", label=_("Attempts"), sort_key="attempts", classname="outbox-wide"),
            Column(
                "created_at",
                label=_("Written on"),
                sort_key="created_at",
                accessor=lambda one: f"{localtime(one.created_at):%Y-%m-%d %H:%M}",
                classname="outbox-wide",
            ),
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how many of each kind were given up."""
        dead = OutboxMessage.objects.in_state(OutboxMessage.State.DEAD).order_by("topic")
        counted = dead.values_list("topic").annotate(count=Count("pk"))
        return super().get_context_data(
            *args,
            **kwargs,
            dead=[(topic, topic_title(topic), count) for topic, count in counted],
            may_replay=self.request.user.has_perm(MAY_REPLAY),
        )
