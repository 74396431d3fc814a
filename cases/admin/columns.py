"""What a row of the desk's list shows."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import Column, TitleColumn

from cases.models import Case
from cases.selectors.deadlines import left_of, nearest
from cases.selectors.definitions import definition_of
from cases.templatetags.desk import badge


class NumberColumn(TitleColumn):
    """The number as a link to the case, with its title below."""

    cell_template_name = "cases/admin/columns/number.html"


class StateColumn(Column):
    """The state in the words of the office, coloured by its kind."""

    cell_template_name = "cases/admin/columns/state.html"

    def get_cell_context_data(self, instance: Case, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the state and its colour."""
        context = super().get_cell_context_data(instance, parent_context)
        state = definition_of(instance.version).state(instance.state)
        context.update(state=state, badge=badge(state.kind))
        return context


class SinceColumn(Column):
    """How long the case has stood in its state, with the exact moment on demand."""

    cell_template_name = "cases/admin/columns/since.html"


class DueColumn(Column):
    """The nearest open deadline: its last day and how far off it is."""

    cell_template_name = "cases/admin/columns/due.html"

    def get_cell_context_data(self, instance: Case, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the deadline in words."""
        context = super().get_cell_context_data(instance, parent_context)
        deadline = nearest(instance.open_deadlines)  # type: ignore[attr-defined]
        left, tone = left_of(deadline, timezone.localdate()) if deadline else ("", "")
        context.update(deadline=deadline, left=left, tone=tone)
        return context

    def get_value(self, instance: Case) -> None:
        """Return nothing: the cell shows the deadline that came with the list."""
        return None


class MomentColumn(Column):
    """A moment to the minute on the office's clock."""

    cell_template_name = "cases/admin/columns/moment.html"


class RegionColumn(Column):
    """The region with its city; the names come once per list."""

    def get_value(self, instance: Case) -> str:
        """Return the full name."""
        return self.names.get(instance.region.code, instance.region.name)

    def __init__(self, *args: Any, names: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
