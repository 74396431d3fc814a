"""Accept or decline an invitation to fill in parts of a form."""

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.accounts.models import User
from forms_app.errors import InvitationOver, NotPermitted
from forms_app.models import CoFiller, Draft
from forms_app.policies import EDITABLE, may_fill
from forms_app.services.co_filler_invite import tell

log = structlog.get_logger()


@transaction.atomic
def co_filler_answer(*, co_filler_id: int, accept: bool, actor: User) -> CoFiller:
    """Answer for the invited organisation and tell who asked; the same answer again changes nothing.

    InvitationOver if it was withdrawn, answered otherwise, or the form is no longer being filled in.
    """
    draft_id = CoFiller.objects.values_list("draft", flat=True).get(pk=co_filler_id)
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    found = CoFiller.objects.select_related("organisation", "invited_by").get(pk=co_filler_id)
    if not may_fill(actor, found.organisation_id):
        raise NotPermitted
    wanted = CoFiller.Status.ACCEPTED if accept else CoFiller.Status.DECLINED
    if found.status == wanted:
        return found
    if found.status != CoFiller.Status.INVITED or draft.status not in EDITABLE:
        raise InvitationOver
    found.status, found.answered_by, found.answered_at = wanted, actor, timezone.now()
    found.save(update_fields=["status", "answered_by", "answered_at"])
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("%(name)s now fills in its parts of your form") if accept else _("%(name)s declined to fill in your form")
        )
        title = words % {"name": found.organisation.name}
        url = reverse("forms_app:co_fillers", args=[draft_id])
        tell([found.invited_by], f"co-filler:{found.pk}:answered", title, "", url)
    log.info("co_filler_answered", draft=str(draft_id), co_filler=found.pk, accepted=accept, actor=actor.pk)
    return found
