"""Publishing in Wagtail's own terms: whoever publishes a case type makes a version, or is refused."""

from typing import Any

from django.db import transaction
from wagtail.actions import PublishRevisionAction

from cases.services.case_type_publish import case_type_publish


class CaseTypePublishAction(PublishRevisionAction):
    """Publish the revision and, in the same transaction, the version that it is frozen as."""

    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Publish; CaseTypeInvalid and ValidityRefused undo everything."""
        with transaction.atomic():
            result = super().execute(skip_permission_checks=skip_permission_checks)
            if self.object.live and self.object.live_revision_id == self.revision.pk:
                case_type_publish(definition=self.object, actor=self.user)
        return result
