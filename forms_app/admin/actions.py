"""Publishing in Wagtail's own terms: whoever publishes a form makes a version, or is refused."""

from typing import Any

from django.db import transaction
from wagtail.actions import PublishRevisionAction

from forms_app.services.form_publish import form_publish


class FormPublishAction(PublishRevisionAction):
    """Publish the revision and, in the same transaction, the version that it compiles to.

    A revision that is only scheduled makes no version yet; the clock publishes it in time through this same action.
    """

    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Publish; FormNotPublishable undoes everything."""
        with transaction.atomic():
            result = super().execute(skip_permission_checks=skip_permission_checks)
            if self.object.live and self.object.live_revision_id == self.revision.pk:
                form_publish(definition=self.object, actor=self.user)
        return result
