"""End the part of an invited provider in a form."""

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.accounts.models import User
from forms_app.errors import NotPermitted
from forms_app.models import CoFiller, Draft
from forms_app.policies import may_fill
from forms_app.selectors.co_fillers import RUNNING
from forms_app.services.co_filler_invite import members_of, tell

log = structlog.get_logger()


@transaction.atomic
def co_filler_withdraw(*, co_filler_id: int, actor: User) -> CoFiller:
    """Take an invitation back at once: a save that comes after this is refused. What was saved stays."""
    draft_id = CoFiller.objects.values_list("draft", flat=True).get(pk=co_filler_id)
    # Every save holds this row: none can be half-way through.
    draft = Draft.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=draft_id)
    if not may_fill(actor, draft.organisation_id):
        raise NotPermitted
    found = CoFiller.objects.get(pk=co_filler_id)
    if found.status not in RUNNING:
        return found
    found.status, found.withdrawn_by, found.withdrawn_at = CoFiller.Status.WITHDRAWN, actor, timezone.now()
    found.save(update_fields=["status", "withdrawn_by", "withdrawn_at"])
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(name)s has withdrawn its invitation to fill in a form") % {"name": draft.organisation.name}
        url = reverse("forms_app:index")
        tell(members_of(found.organisation_id), f"co-filler:{found.pk}:withdrawn", title, "", url)
    log.info("co_filler_withdrawn", draft=str(draft_id), co_filler=found.pk, actor=actor.pk)
    return found
