"""Row scope for Wagtail's generic admin views.

Those views ask for model permissions only: whoever may change one row may list, export, open, compare and delete every
row. A model that is not open to all gives its queryset a method `visible_to(user)`, and each of its views takes one of
the two mixins below, first in the list of bases.
"""

from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from wagtail.permission_policies import ModelPermissionPolicy


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


class WithoutActions(ModelPermissionPolicy):
    """A model policy that never allows some actions in the admin, not even to a superuser."""

    def __init__(self, model: type[Model], *, never: frozenset[str]) -> None:
        super().__init__(model)
        self.never = never

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether the person may do this to the model."""
        return action not in self.never and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Say whether the person may do one of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Say whether the person may do this to the object."""
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        """Say whether the person may do one of these to the object."""
        return self.user_has_any_permission(user, actions)
