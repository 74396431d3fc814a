"""What may be told to whoever holds a printed sheet: nothing that the paper does not say."""

import datetime
from dataclasses import dataclass

from cms.core.audit import sha256_of
from forms_app.engine.check_code import certified_answers
from forms_app.models import PaperCode, Submission, SubmissionRound
from forms_app.selectors.versions import spec_of

# How many signs of a name stay readable at its beginning and end.
NAME_HEAD, NAME_TAIL = 2, 4


@dataclass(frozen=True, slots=True)
class VerifiedSheet:
    """A sheet with the code. `state`: printed (for the stamp), superseded, returned, submitted or accepted."""

    title: str
    version: int
    organisation: str
    printed_at: datetime.datetime
    state: str
    round: int | None
    handed_in_at: datetime.datetime | None


def verified(code: str) -> list[VerifiedSheet]:
    """Return the sheets that bear this code, newest first; more than one where equal answers were given twice."""
    printed = PaperCode.objects.filter(code=code).select_related("version", "draft__organisation", "draft__submission")
    return [_sheet(one) for one in printed.order_by("-printed_at")[:5]]


def masked(name: str) -> str:
    """Return a name of which the middle is hidden: enough to compare with the paper, too little to learn it."""
    if len(name) <= NAME_HEAD + NAME_TAIL:
        return f"{name[:1]}{'＊' * (len(name) - 1)}"
    return f"{name[:NAME_HEAD]}{'＊' * (len(name) - NAME_HEAD - NAME_TAIL)}{name[-NAME_TAIL:]}"


def _sheet(printed: PaperCode) -> VerifiedSheet:
    submission = getattr(printed.draft, "submission", None)
    handed_in = _round(printed, submission) if submission else None
    return VerifiedSheet(
        title=spec_of(printed.version).title,
        version=printed.version.number,
        organisation=masked(printed.draft.organisation.name),
        printed_at=printed.printed_at,
        state=_state(submission, handed_in),
        round=handed_in.number if handed_in else None,
        handed_in_at=handed_in.submitted_at if handed_in else None,
    )


def _round(printed: PaperCode, submission: Submission) -> SubmissionRound | None:
    """Return the newest round that said what the sheet says."""
    spec = spec_of(printed.version)
    for one in submission.rounds.order_by("-number"):
        if sha256_of(certified_answers(spec, one.answers)) == printed.content_sha256:
            return one
    return None


def _state(submission: Submission | None, handed_in: SubmissionRound | None) -> str:
    if submission is None:
        return "printed"
    if handed_in is None or handed_in.number < submission.round:
        return "superseded"
    return str(submission.status)
