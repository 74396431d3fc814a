"""Invite a provider to fill in its sections of a form."""

import uuid
from collections.abc import Iterable

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.accounts.facade import members_with_role, notify, organisation_name, organisations_named
from cms.accounts.models import User
from forms_app.errors import CoFillerUnknown, InvitedAlready, NothingToShare
from forms_app.models import CoFiller
from forms_app.policies import CO_FILLING_KIND
from forms_app.selectors.co_fillers import RUNNING, co_filling_sections
from forms_app.selectors.versions import spec_of
from forms_app.services.draft_lock import lock_draft

log = structlog.get_logger()

LONGEST_MESSAGE = 500
MOST_NAMESAKES = 20
MEMBER_ROLES = ("org_admin", "org_member")


@transaction.atomic
def co_filler_invite(*, draft_id: uuid.UUID, organisation_id: int, actor: User, message: str = "") -> CoFiller:
    """Ask a provider to fill in the sections of its party, and tell its members.

    NothingToShare if the form has no such section, CoFillerUnknown if there is no such admitted provider,
    InvitedAlready if it has been asked and has not declined.
    """
    draft = lock_draft(draft_id, actor)
    spec = spec_of(draft.version)
    if not co_filling_sections(spec, draft.organisation.kind):
        raise NothingToShare
    members = members_of(organisation_id)
    name = organisation_name(CO_FILLING_KIND, organisation_id) or ""
    admitted = {one.organisation_id for one in organisations_named(CO_FILLING_KIND, name, MOST_NAMESAKES)}
    if not name or organisation_id not in admitted or not members:
        raise CoFillerUnknown
    if CoFiller.objects.filter(draft=draft, organisation=organisation_id, status__in=RUNNING).exists():
        raise InvitedAlready
    made = CoFiller.objects.create(
        draft=draft, organisation_id=organisation_id, message=message.strip()[:LONGEST_MESSAGE], invited_by=actor
    )
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(name)s asks you to help fill in “%(form)s”") % {
            "name": draft.organisation.name,
            "form": spec.title,
        }
        url = reverse("forms_app:co_filler_invitation", args=[made.pk])
        tell(members, f"co-filler:{made.pk}:invited", title, made.message, url)
    log.info("co_filler_invited", draft=str(draft_id), organisation=organisation_id, actor=actor.pk)
    return made


def members_of(organisation_id: int) -> list[User]:
    """Return the people who act for an organisation today, each once."""
    found = {
        one.pk: one for role in MEMBER_ROLES for one in members_with_role(organisation_id=organisation_id, role=role)
    }
    return list(found.values())


def tell(people: Iterable[User], key: str, title: str, body: str, url: str) -> None:
    """Leave the same message for several people."""
    for one in people:
        notify(user_id=one.pk, key=f"{key}:{one.pk}", title=title[:200], body=body, url=url)
