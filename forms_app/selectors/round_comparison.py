"""Two rounds of a submission side by side."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from forms_app.engine.lookups import Lookups
from forms_app.engine.round_diff import RoundDiff, compare_rounds
from forms_app.engine.spec import FormSpec
from forms_app.models import Remark, Submission, SubmissionRound
from forms_app.selectors.place_text import place_text
from forms_app.selectors.rebase import version_of_round
from forms_app.selectors.sheet import asked_spec, lookups_of
from forms_app.selectors.versions import spec_of


@dataclass(frozen=True)
class RoundComparison:
    """What differs between two rounds, and which rounds there are to choose from."""

    title: str
    rounds: tuple[SubmissionRound, ...]
    earlier: SubmissionRound
    later: SubmissionRound
    diff: RoundDiff
    # Whether the form was published again in between, and the draft taken over.
    other_version: bool
    # The remarks that were answered between the two rounds, by field id: what the place is called, and the remark.
    remarks: Mapping[str, tuple[tuple[str, Remark], ...]]


def round_comparison(
    submission_id: uuid.UUID, *, earlier: int | None = None, later: int | None = None
) -> RoundComparison | None:
    """Compare two rounds by their numbers, or the last two; None while there is only one.

    Numbers in the wrong order are exchanged; a number that no round has counts as not given.
    Submission.DoesNotExist if there is no such submission.
    """
    submission = Submission.objects.select_related("version", "organisation", "draft").get(pk=submission_id)
    rounds = tuple(submission.rounds.select_related("submitted_by").order_by("number"))
    if len(rounds) < 2:
        return None
    chosen = _chosen({one.number: one for one in rounds}, earlier, later)
    versions = [version_of_round(submission, one.number) for one in chosen]
    first, second = (_asked(spec_of(version), one) for version, one in zip(versions, chosen, strict=True))
    lookups = lookups_of(submission)
    diff = compare_rounds((first, second), (chosen[0].answers, chosen[1].answers), lookups)
    return RoundComparison(
        title=second.title,
        rounds=rounds,
        earlier=chosen[0],
        later=chosen[1],
        diff=diff,
        other_version=versions[0].pk != versions[1].pk,
        remarks=_answered(submission, rounds, chosen, (first, lookups)),
    )


def _answered(
    submission: Submission,
    rounds: Iterable[SubmissionRound],
    chosen: tuple[SubmissionRound, SubmissionRound],
    read_by: tuple[FormSpec, Lookups],
) -> dict[str, tuple[tuple[str, Remark], ...]]:
    """Return the remarks answered between two rounds; the round that was remarked on says what their places are."""
    found: dict[str, tuple[tuple[str, Remark], ...]] = {}
    earlier, later = chosen
    answers = {one.number: one.answers for one in rounds}
    fields = {one.id: (section.id, one) for section, one in read_by[0].fields()}
    for remark in submission.remarks.filter(answered_in_round__gt=earlier.number, answered_in_round__lte=later.number):
        where = ""
        if remark.place and remark.field_id in fields:
            section, spec = fields[remark.field_id]
            value = answers.get(remark.round, earlier.answers).get(section, {}).get(spec.id)
            where = place_text(spec, value, remark.place, read_by[1])
        found[remark.field_id] = (*found.get(remark.field_id, ()), (where, remark))
    return found


def _chosen(
    rounds: dict[int, SubmissionRound], earlier: int | None, later: int | None
) -> tuple[SubmissionRound, SubmissionRound]:
    numbers = sorted(rounds)
    last = later if later in rounds and later is not None else None
    first = earlier if earlier in rounds and earlier is not None else None
    if last is None:
        last = numbers[-1] if first != numbers[-1] else numbers[-2]
    if first is None or first == last:
        below = [one for one in numbers if one < last]
        first = below[-1] if below else numbers[1]
    return rounds[min(first, last)], rounds[max(first, last)]


def _asked(spec: FormSpec, one: SubmissionRound) -> FormSpec:
    return asked_spec(spec, one.answers, timezone.localdate(one.submitted_at))
