"""Open a case for a form that was handed in, or move the one that waits for its correction."""

from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from cases.engine.definition import Definition
from cases.errors import TransitionNotAllowed
from cases.models import Case, CaseTypeVersion
from cases.selectors.definitions import definition_of, latest_version
from cases.services.perform import perform
from cms.accounts.models import User
from cms.core.sequences import next_number


class Delivery(Protocol):
    """What a form hands over: the part of the forms room's delivery that a case needs."""

    submission_id: Any
    reference: str
    round: int
    kind: str
    organisation_id: int
    region_id: int
    actor_id: int
    key: str
    title: str
    params: Any


def open_case(delivery: Delivery) -> Case:
    """Receive a round of a form inside its submit transaction and return the case.

    The first round opens the case and takes the transition that the case type names for it; later rounds of the
    applicant take the one named for corrections. A round that an office filled moves nothing.
    """
    with transaction.atomic():
        case = Case.objects.filter(submission_id=delivery.submission_id).select_related("version").first()
        if case is None:
            case = _opened(delivery)
        if delivery.kind == "office":
            return case
        definition = definition_of(case.version)
        perform(
            case_id=case.pk,
            transition=_transition(definition, case),
            expected_revision=case.revision,
            idempotency_key=delivery.key,
            actor=User.objects.get(pk=delivery.actor_id),
            payload={"facts": {"reference": delivery.reference, "round": delivery.round}},
        )
        case.refresh_from_db()
        return case


def _opened(delivery: Delivery) -> Case:
    version: CaseTypeVersion = latest_version(delivery.params["case_type"])
    definition = definition_of(version)
    now = timezone.now()
    series = f"{definition.number_prefix}-{timezone.localdate(now).year}"
    return Case.objects.create(
        number=f"{series}-{next_number(series):06d}",
        title=delivery.title[:200],
        version=version,
        state=definition.initial.key,
        state_entered_at=now,
        region_id=delivery.region_id,
        applicant_id=delivery.organisation_id,
        submission_id=delivery.submission_id,
    )


def _transition(definition: Definition, case: Case) -> str:
    key = definition.first if case.revision == 0 else definition.again
    if not key:
        raise TransitionNotAllowed
    return key
