"""Drafts, submissions and open forms as lists: whose they are decides who sees them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cms.accounts.facade import ActingRole, Person, acting_roles, member_organisation_ids
from cms.core.prepared import PreparedObjects
from forms_app.engine.spec import FormSpec
from forms_app.models import Draft, FormVersion, Submission
from forms_app.policies import EDITABLE, in_audience, may_read_draft, party_of
from forms_app.selectors.versions import spec_of

# What staff build in the admin; nothing at run time reads it.
BUILDER_COLUMNS = tuple(f"version__definition__{name}" for name in ("sections", "notes", "sinks"))


@dataclass(frozen=True)
class OpenForm:
    """A form that the person may begin, and for which organisations."""

    version: FormVersion
    spec: FormSpec
    organisations: tuple[ActingRole, ...]

    @property
    def code(self) -> str:
        """Return the code of the form, part of its address."""
        return self.version.definition.code


def open_now(prefix: str = "") -> Q:
    """Return the condition that a form is open today; `prefix` leads to its definition."""
    now = timezone.now()
    begun = Q(**{f"{prefix}opens_at": None}) | Q(**{f"{prefix}opens_at__lte": now})
    return begun & (Q(**{f"{prefix}closes_at": None}) | Q(**{f"{prefix}closes_at__gt": now}))


def published_versions() -> list[FormVersion]:
    """Return the newest version of every form that is live and open today."""
    newest = (
        FormVersion.objects.filter(definition=OuterRef("definition"))
        .order_by()
        .values("definition")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    versions = FormVersion.objects.filter(number=Subquery(newest), definition__live=True)
    versions = versions.filter(open_now("definition__"))
    return list(versions.select_related("definition").order_by("definition__title", "definition_id"))


def open_forms_for(user: Person) -> list[OpenForm]:
    """Return the published forms that one of the person's organisations may fill in."""
    roles = _one_role_per_organisation(user)
    forms = []
    for version in published_versions():
        spec = spec_of(version)
        suited = tuple(role for role in roles if in_audience(spec, role.kind) and party_of(role.kind))
        if suited:
            forms.append(OpenForm(version=version, spec=spec, organisations=suited))
    return forms


def _one_role_per_organisation(user: Person) -> Sequence[ActingRole]:
    return list({role.organisation_id: role for role in acting_roles(user)}.values())


def drafts_for(user: Person) -> QuerySet[Draft]:
    """Return what the person's organisations are filling in or must correct, newest first."""
    return (
        Draft.objects.filter(organisation__in=member_organisation_ids(user), status__in=EDITABLE)
        .select_related("version__definition", "organisation", "submission", "created_by")
        .defer("version__content", *BUILDER_COLUMNS)
        .order_by("-updated_at")
    )


def submissions_for(user: Person) -> QuerySet[Submission]:
    """Return what the person's organisations have handed in, newest first."""
    return list_submissions_for(member_organisation_ids(user))


def list_submissions_for(organisation_ids: Collection[int]) -> QuerySet[Submission]:
    """Return what these organisations have handed in, newest first."""
    return (
        Submission.objects.filter(organisation__in=organisation_ids)
        .select_related("version__definition", "organisation__region", "draft")
        .order_by("-submitted_at")
    )


def _draft_with_relations(draft: uuid.UUID) -> QuerySet[Draft]:
    """Return one draft without the form itself: that is compiled once per hash."""
    drafts = Draft.objects.filter(pk=draft).select_related("version", "organisation", "submission")
    return drafts.defer("version__content")


_draft_by_id: PreparedObjects[Draft] = PreparedObjects(_draft_with_relations, draft=uuid.UUID)


def known_draft(draft_id: uuid.UUID) -> Draft | None:
    """Return one draft whoever asks; None if there is none. Who may see what of it is decided by the caller."""
    found = _draft_by_id(draft=draft_id)
    return found[0] if found else None


def visible_draft(user: Person, draft_id: uuid.UUID) -> Draft:
    """Return one draft that the person may see; Draft.DoesNotExist if it is none of theirs."""
    for draft in _draft_by_id(draft=draft_id):
        if may_read_draft(user, draft):
            return draft
    raise Draft.DoesNotExist
