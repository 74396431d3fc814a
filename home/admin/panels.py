"""Panels of the staff's start page."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from home.selectors.staff import to_do_for


class ToDoPanel(Component):
    """What waits for the person who looks."""

    name = "to_do"
    template_name = "home/admin/to_do.html"
    order: ClassVar[int] = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Collect the lines of the panel."""
        return {"lines": to_do_for(self.request.user)}
