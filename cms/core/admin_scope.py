"""Row scope for Wagtail's generic admin views.

Those views ask for model permissions only: whoever may change one row may list, export, open, compare and delete every
row. A model that is not open to all gives its queryset a method `visible_to(user)`, and each of its views takes one of
the two mixins below, first in the list of bases.
"""

from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest


class _ScopedView(Protocol):
    model: type[Model]
    request: HttpRequest


def _visible(view: _ScopedView) -> QuerySet[Any]:
    # A model without `visible_to` is a mistake of the programmer and must fail loudly, not open everything.
    manager: Any = view.model._default_manager
    visible: QuerySet[Any] = manager.visible_to(view.request.user)
    return visible


class ScopedList:
    """For views that list: index, results, export, history lists, choosers. What is not visible does not exist."""

    def get_base_queryset(self: Any) -> QuerySet[Any]:
        """Return the rows that the person may see."""
        return _visible(self)


class ScopedObject:
    """For views that take one object: inspect, edit, delete, history, usage, compare, unpublish and our own.

    An object outside the scope answers 404 like one that does not exist, so that its existence is not told either.
    """

    def get_object(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the object, or raise Http404 if the person may not see it."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not _visible(self).filter(pk=found.pk).exists():
            raise Http404
        return found
