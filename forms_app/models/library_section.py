"""A section kept for reuse: any form can have a copy of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LibrarySection(models.Model):
    """A section as a version would store it (`content`); copies of it get ids of their own and go their own ways."""

    name = models.CharField(_("Name in the library"), max_length=200, unique=True)
    content = models.JSONField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("library section")
        verbose_name_plural = _("library sections")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
