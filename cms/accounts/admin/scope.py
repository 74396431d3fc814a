"""Wagtail's generic views check models, not objects: these mixins bring every view back to what a person may see."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models

from cms.accounts.errors import AccountsError


class ScopedList:
    """A listing (and its export) that starts from what the person may see."""

    visible: ClassVar[Any]  # a function of the person, set as a static method

    def get_base_queryset(self) -> models.QuerySet[Any]:
        """Return the visible rows."""
        rows: models.QuerySet[Any] = self.visible(self.request.user)  # type: ignore[attr-defined]
        return rows


class ScopedObject:
    """A view of one object that refuses what the person may not see."""

    visible: ClassVar[Any]  # a function of the person, set as a static method

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the object, or refuse."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if found is not None and not self.visible(self.request.user).filter(pk=found.pk).exists():  # type: ignore[attr-defined]
            raise PermissionDenied
        return found


class SaysRefusals:
    """A form whose service may refuse: the reason is shown in the form, and what was typed stays."""

    def form_valid(self, form: Any) -> Any:
        """Save, or show why not."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except AccountsError as refusal:
            form.add_error(None, str(refusal))
            # Wagtail sets this while it checks the form, which had been in order.
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
