"""One door for uploads, with and without scripts: counted per person, then stored."""

import uuid

from django.core.files.uploadedfile import UploadedFile

from cms.accounts.models import User
from cms.core.throttle import allowed_again
from forms_app.errors import FileRefused
from forms_app.models import Attachment
from forms_app.services.attachments import attachment_add

# Per minute and person.
UPLOADS = 60


def take_upload(*, draft_id: uuid.UUID, field_id: str, upload: UploadedFile, actor: User, code: str = "") -> Attachment:
    """Store an upload; FileRefused says why it is not kept."""
    if not allowed_again("upload", actor.pk, limit=UPLOADS, seconds=60):
        raise FileRefused("too_often")
    return attachment_add(draft_id=draft_id, field_id=field_id, upload=upload, actor=actor, code=code)
