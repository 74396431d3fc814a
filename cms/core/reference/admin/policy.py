"""Who may do what to reference data in the admin."""

from typing import Any

from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeleted(ModelPermissionPolicy):
    """A model policy that allows nobody to delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether the person may do this to the model."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Say whether the person may do one of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Say whether the person may do this to the object."""
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        """Say whether the person may do one of these to the object."""
        return self.user_has_any_permission(user, actions)
