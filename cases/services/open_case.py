"""Open a case for a form that was handed in, or move the one that waits for its correction."""

from django.db import transaction
from django.utils import timezone

from cases.engine.definition import Definition
from cases.errors import CaseError, TransitionNotAllowed
from cases.models import Case
from cases.selectors.definitions import definition_of, latest_version
from cases.services.case_number import next_case_number
from cases.services.perform import perform_for_form
from cms.accounts.facade import organisation_profile
from cms.accounts.models import User
from forms_app import facade as forms

TITLE_LENGTH = 200
OFFICE = "office"


class CaseRefused(forms.FormsError):
    """The case does not take the round; the forms room shows this like an error of its own."""

    def __init__(self, error: CaseError) -> None:
        super().__init__()
        self.code = error.code
        self._words = error

    @property
    def message(self) -> str:
        """Return the words of the case."""
        return self._words.message


def receive(delivery: forms.Delivery) -> None:
    """Be the sink `case` of the forms room."""
    try:
        open_case(delivery)
    except CaseError as error:
        raise CaseRefused(error) from error


def open_case(delivery: forms.Delivery) -> Case:
    """Take a round of a form inside its submit transaction and return the case.

    The first round opens the case; every round takes the transition that the case type names for it, if any. The key of
    the round is the key of the event, so that a round which is delivered twice moves the case once.
    """
    with transaction.atomic():
        case = Case.objects.filter(submission_id=delivery.submission_id).select_related("version").first()
        if case is None:
            case = _opened(delivery)
        elif case.events.filter(key=delivery.key).exists():
            return case
        key = _transition(definition_of(case.version), case, delivery)
        if key:
            perform_for_form(
                case_id=case.pk,
                transition=key,
                # The forms room has locked the submission; nobody opened a page of the case that could be stale.
                expected_revision=case.revision,
                idempotency_key=delivery.key,
                actor=User.objects.get(pk=delivery.actor_id),
                facts={"reference": delivery.reference, "round": delivery.round},
            )
            case.refresh_from_db()
        return case


def _opened(delivery: forms.Delivery) -> Case:
    version = latest_version(delivery.params["case_type"])
    definition = definition_of(version)
    now = timezone.now()
    applicant = organisation_profile(delivery.organisation_id)
    return Case.objects.create(
        number=next_case_number(definition.number_prefix),
        title=f"{applicant.name}：{delivery.title}"[:TITLE_LENGTH],
        version=version,
        state=definition.initial.key,
        state_entered_at=now,
        region_id=delivery.region_id,
        applicant_id=delivery.organisation_id,
        submission_id=delivery.submission_id,
        opened_by_id=delivery.actor_id,
        confidentiality=definition.confidentiality,
    )


def _transition(definition: Definition, case: Case, delivery: forms.Delivery) -> str:
    if delivery.kind == OFFICE:
        return definition.opening.office
    key = definition.opening.first if case.revision == 0 else definition.opening.again
    if not key:
        raise TransitionNotAllowed
    return key
