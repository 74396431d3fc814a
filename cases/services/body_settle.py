"""Let a body that has decided move its case, in the transaction of whoever decided last."""

from collections.abc import Callable, Mapping
from typing import Any

from cases.engine.definition import Meeting, Panel, Signing
from cases.engine.scoring import Seat, decision, outcome
from cases.models import Case, CaseEvent, CaseTask
from cases.selectors.bodies import body_here, live_seats
from cases.selectors.score_sheets import scores_of
from cases.services.perform import perform

# "passed" or "failed" with what goes on record; None while it is open.
Verdict = tuple[str, Mapping[str, Any]] | None


def settle(case: Case, event: CaseEvent) -> None:
    """Take `passed` or `failed` if the body has decided; called after each seat, under the lock of the case."""
    body = body_here(case)
    if body is None:
        return
    verdict = _VERDICTS[type(body.kind)](case, body.kind, event)
    if verdict is None:
        return
    word, facts = verdict
    perform(
        case_id=case.pk,
        transition=body.passed if word == "passed" else body.failed,
        expected_revision=None,
        idempotency_key=decision_key(case),
        actor=None,
        payload={"facts": {"outcome": facts}},
    )


def decision_key(case: Case) -> str:
    """Return the key of the body's one decision since the case came into its state."""
    return f"body:{case.number}:{case.entered_seq}"


def _of_panel(case: Case, panel: Panel, event: CaseEvent) -> Verdict:
    seats = list(live_seats(case))
    if len(seats) < panel.rule.size or any(seat.sealed_at is None for seat in seats):
        return None
    result = outcome(panel.scheme, [scores_of(seat) for seat in seats])
    facts = {
        "by": "panel",
        "total": str(result.total),
        "passes_from": str(panel.scheme.passes_from),
        "aggregate": panel.scheme.aggregate,
        "sheets": [
            {"seat": seat.pk, "total": str(total), "dropped": number in result.dropped}
            for number, (seat, total) in enumerate(zip(seats, result.totals, strict=True))
        ],
    }
    return "passed" if result.passed else "failed", facts


def _of_signing(case: Case, signing: Signing, event: CaseEvent) -> Verdict:
    seats = list(live_seats(case))
    word = decision(signing.rule, [Seat(seat.weight, _vote(seat)) for seat in seats])
    if word == "open":
        return None
    return word, {"by": "sign", "mode": signing.rule.mode, "seats": len(seats), **_tally(seats)}


def _of_meeting(case: Case, meeting: Meeting, event: CaseEvent) -> Verdict:
    record = event.payload.get("facts", {}).get("meeting")
    if record is None:
        return None
    votes = [Seat(vote=vote) for vote in ("yes", "no", "abstain") for _ in range(record[vote])]
    return decision(meeting.rule, votes), {"by": "meeting", **record}


def _vote(seat: CaseTask) -> str | None:
    return seat.sheet["vote"] if seat.sealed_at is not None and seat.sheet else None


def _tally(seats: list[CaseTask]) -> dict[str, int]:
    votes = [_vote(seat) for seat in seats]
    return {word: votes.count(word) for word in ("yes", "no", "abstain")}


_VERDICTS: Mapping[type, Callable[[Case, Any, CaseEvent], Verdict]] = {
    Panel: _of_panel,
    Signing: _of_signing,
    Meeting: _of_meeting,
}
