"""That something public has changed: what every cache of public content is keyed by."""

from typing import ClassVar

from django.db import models


class ContentChange(models.Model):
    """One change of something that visitors see.

    A row is added in the transaction of the change itself. Rows instead of one counter: nobody waits for a lock, and a
    change that is rolled back leaves nothing behind.
    """

    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} · {self.changed_at}"
