"""Begin a form for an organisation."""

from dataclasses import asdict

import structlog
from django.db import transaction

from cms.accounts.facade import OrganisationProfile, acting_roles, organisation_profile
from cms.accounts.models import User
from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.defaults import default_inputs
from forms_app.engine.fields.base import Inputs
from forms_app.engine.places import open_fields
from forms_app.engine.sources import Source, source_to_json
from forms_app.engine.spec import SectionSpec
from forms_app.errors import FormNotOpen, NotInAudience, NotPermitted
from forms_app.models import AnswerRevision, Draft, FormVersion, SectionAnswer
from forms_app.policies import in_audience, party_of
from forms_app.selectors.drafts import open_now
from forms_app.selectors.filling import Filling, filling_of
from forms_app.selectors.versions import spec_of

log = structlog.get_logger()


@transaction.atomic
def draft_start(*, form_code: str, organisation_id: int, actor: User) -> Draft:
    """Create a draft on the newest version of a form, with its defaults and what the organisation's profile says."""
    kind = next((role.kind for role in acting_roles(actor) if role.organisation_id == organisation_id), None)
    if kind is None:
        raise NotPermitted
    published = FormVersion.objects.filter(open_now("definition__"), definition__code=form_code, definition__live=True)
    version = published.order_by("-number").first()
    if version is None:
        raise FormNotOpen
    if not in_audience(spec_of(version), kind) or not party_of(kind):
        raise NotInAudience
    draft = Draft.objects.create(
        version=version,
        organisation_id=organisation_id,
        created_by=actor,
        open_stages=list(spec_of(version).stages_at_start) or None,
    )
    _prefill(filling_of(draft), organisation_profile(organisation_id), actor)
    log.info("draft_started", draft=str(draft.pk), form=form_code, organisation=organisation_id)
    return draft


def _prefill(filling: Filling, profile: OrganisationProfile, actor: User) -> None:
    """Write what is known already; the section still counts as not begun (revision 0)."""
    known = {f"organisation.{name}": str(value) for name, value in asdict(profile).items()}
    for section in filling.own_sections:
        values = _known_values(filling, section, known)
        if values:
            sources = {one: source_to_json(Source("profile", value)) for one, value in values.items()}
            SectionAnswer.objects.create(
                draft=filling.draft, section_id=section.id, data=values, sources=sources, author=actor
            )
            AnswerRevision.objects.create(
                draft=filling.draft, section_id=section.id, revision=0, data=values, author=actor
            )


def _known_values(filling: Filling, section: SectionSpec, known: dict[str, str]) -> dict[str, object]:
    inputs: Inputs = {}
    for one in section.fields:
        inputs |= {one.id: known[one.prefill]} if known.get(one.prefill) else default_inputs(one)
    mask = open_fields(filling.mask) & set(inputs)
    return clean_section(section, TypedInput(inputs), filling.lookups, mask).values
