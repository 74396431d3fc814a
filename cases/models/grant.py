"""Access that somebody was given by hand, in guardian's own form: one row per case and person or group.

The grant service alone writes these rows, together with CaseAccess, from which every list reads.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A person may do something to one case."""

    content_object = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("permission of a person on a case")
        verbose_name_plural = _("permissions of people on cases")


class CaseGroupObjectPermission(GroupObjectPermissionBase):
    """A group may do something to one case."""

    content_object = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("permission of a group on a case")
        verbose_name_plural = _("permissions of groups on cases")
