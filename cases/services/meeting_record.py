"""Record a meeting: who was invited and there, how they voted, the minutes. What it decided follows from the rule."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import Meeting as MeetingRule
from cases.engine.scoring import VOTES
from cases.errors import BodyRefused, NotPermitted, TransitionNotAllowed
from cases.models import Case, Meeting
from cases.selectors.bodies import body_here, records_meeting_as
from cases.services.act import act
from cases.services.body_settle import settle
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User
from forms_app import facade as forms

ABSENT = "absent"
MINUTES = ("pdf", "docx", "doc", "wps", "ofd", "jpg", "jpeg", "png")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was invited: "absent", or how they voted."""

    name: str
    unit: str
    vote: str


def meeting_record(
    *,
    case_id: int,
    actor: User,
    held_on: datetime.date,
    place: str,
    roll: Sequence[Attendee],
    upload: UploadedFile | None,
    idempotency_key: str,
    expected_revision: int,
) -> PerformResult:
    """Put a meeting on record; the case moves by what the votes come to. Nobody chooses the outcome.

    Raises CaseNotFound, StaleRevision, NotPermitted, TransitionNotAllowed, and BodyRefused with the part of the rule
    that is not met.
    """
    minutes = _checked(upload) if upload is not None else None

    def record(turn: Turn) -> tuple[int | None, Mapping[str, Any]]:
        body = body_here(turn.case)
        if body is None or not isinstance(body.kind, MeetingRule):
            raise TransitionNotAllowed
        role = records_meeting_as(turn.case, body.kind, actor)
        if role is None:
            raise NotPermitted
        refuse_broken_rule(body.kind, roll, held_on, minutes is not None)
        _keep(turn.case, actor, held_on, place, minutes)
        return role.organisation_id, {"meeting": _facts(roll, held_on, place, minutes)}

    return act(
        case_id=case_id,
        name="$meeting",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        change=record,
        then=settle,
    )


def _checked(upload: UploadedFile) -> forms.CheckedUpload:
    try:
        return forms.upload_check(upload, kinds=MINUTES)
    except forms.FormsError as error:
        raise BodyRefused(error.message) from error


def refuse_broken_rule(rule: MeetingRule, roll: Sequence[Attendee], held_on: datetime.date, minutes: bool) -> None:
    """Raise BodyRefused with the first part of the rule that the record does not meet."""
    if not roll:
        raise BodyRefused(_("Enter who was invited to the meeting."))
    names = [(one.name, one.unit) for one in roll]
    if double := next((name for name, unit in names if names.count((name, unit)) > 1), ""):
        raise BodyRefused(_("%(name)s is on the list twice.") % {"name": double})
    if unknown := next((one.name for one in roll if one.vote not in (*VOTES, ABSENT)), ""):
        raise BodyRefused(_("Choose for %(name)s how they voted, or that they were absent.") % {"name": unknown})
    present = sum(one.vote != ABSENT for one in roll)
    needed = Fraction(rule.quorum) * len(roll)
    if present < needed or not present:
        raise BodyRefused(
            _(
                "The quorum is not met: %(present)d of %(invited)d invited were there, at least %(share)s of them "
                "(%(least)d people) are needed. The meeting must be held again."
            )
            % {
                "present": present,
                "invited": len(roll),
                "share": rule.quorum,
                "least": max(1, -(-needed.numerator // needed.denominator)),
            }
        )
    if held_on > timezone.localdate():
        raise BodyRefused(_("The day of the meeting lies in the future."))
    if rule.minutes and not minutes:
        raise BodyRefused(_("The minutes of the meeting are missing. Upload them with the record."))


def _facts(
    roll: Sequence[Attendee], held_on: datetime.date, place: str, minutes: forms.CheckedUpload | None
) -> dict[str, Any]:
    votes = [one.vote for one in roll]
    return {
        "held_on": held_on.isoformat(),
        "place": place,
        "invited": len(roll),
        "present": len(roll) - votes.count(ABSENT),
        **{vote: votes.count(vote) for vote in VOTES},
        "roll": [{"name": one.name, "unit": one.unit, "vote": one.vote} for one in roll],
        "minutes": {"name": minutes.name, "sha256": minutes.sha256} if minutes else None,
    }


def _keep(case: Case, actor: User, held_on: datetime.date, place: str, minutes: forms.CheckedUpload | None) -> Meeting:
    meeting = Meeting(case=case, entered_seq=case.entered_seq, held_on=held_on, place=place, recorded_by=actor)
    if minutes is not None:
        meeting.name, meeting.content_type, meeting.sha256 = minutes.name, minutes.content_type, minutes.sha256
        meeting.file.save(minutes.name, ContentFile(minutes.content), save=False)
    meeting.save(force_insert=True)
    return meeting
