"""The narrow index of answers: rebuilt from a round at will."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from forms_app.engine.fields import field_type
from forms_app.engine.spec import FormSpec
from forms_app.models import AnswerIndex, Submission
from forms_app.selectors.versions import spec_of

TEXT_LENGTH = 300


@transaction.atomic
def index_rebuild(*, submission: Submission, answers: Mapping[str, Any]) -> None:
    """Replace the index entries of a submission by those of `answers`."""
    submission.index.all().delete()
    AnswerIndex.objects.bulk_create(
        AnswerIndex(
            submission=submission,
            version_id=submission.version_id,
            organisation_id=submission.organisation_id,
            field_key=key,
            text=text[:TEXT_LENGTH],
            number=number,
        )
        for key, text, number in _entries(spec_of(submission.version), answers)
    )


def index_rebuild_all() -> int:
    """Rebuild the index of every submission from its last round; return how many there were."""
    count = 0
    for submission in Submission.objects.select_related("version").iterator():
        last = submission.rounds.order_by("-number").first()
        if last is not None:
            index_rebuild(submission=submission, answers=last.answers)
            count += 1
    return count


def _entries(spec: FormSpec, answers: Mapping[str, Any]) -> Iterable[tuple[str, str, Decimal | None]]:
    for section, field in spec.fields():
        value = answers.get(section.id, {}).get(field.id)
        if not field.indexed or value is None:
            continue
        found = field_type(field.type).index(field, value)
        if found is not None:
            yield field.key, *found
