"""The body that decides, or decided last, as the desk shows it. Nothing of a score before the end."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from cases.engine.definition import Body, Meeting, Panel, Signing
from cases.models import Case, CaseAccess, CaseEvent, CaseTask, Speciality
from cases.models import Meeting as MeetingRecord
from cases.policies import arranges_as
from cases.selectors.bodies import body_here, may_be_added, records_meeting_as, seat_source
from cases.selectors.definitions import definition_of
from cases.selectors.score_sheets import Form, commitment, sheet_form
from cms.accounts.models import Role, User

COUNTING = ("declare", "open", "sealed")
KINDS = {Panel: "panel", Signing: "sign", Meeting: "meeting"}


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat. `stage`: declare, open, sealed, recused, dropped; what was scored only when the body has decided."""

    id: int
    name: str
    place: str
    stage: str
    at: datetime.datetime | None
    vote: str = ""
    total: Decimal | None = None
    dropped: bool = False
    sheet: Form | None = None
    seal_fits: bool = False

    @property
    def open(self) -> bool:
        """Say whether the seat may still be taken away."""
        return self.stage in ("declare", "open")


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body with what the reader may do about it. `outcome` is what it came to, None as long as it sits."""

    by: str
    state: str
    body: Body
    seats: tuple[SeatView, ...]
    missing: int
    outcome: Mapping[str, Any] | None
    passed: bool
    drawn: bool
    meeting: MeetingRecord | None
    own_seat: int | None
    may_arrange: bool
    may_record: bool
    others: QuerySet[User] | None

    @property
    def sits(self) -> bool:
        """Say whether the body is at work now."""
        return self.outcome is None

    @property
    def sealed(self) -> int:
        """Return how many have decided."""
        return sum(seat.stage == "sealed" for seat in self.seats)

    @property
    def counting(self) -> int:
        """Return how many seats count."""
        return sum(seat.stage in COUNTING for seat in self.seats)


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One time that a body sat: since which event, in which state, and the event that it ended in."""

    body: Body
    state: str
    entered_seq: int
    decided: CaseEvent | None = None

    @property
    def outcome(self) -> Mapping[str, Any] | None:
        return self.decided.payload["facts"]["outcome"] if self.decided else None


def body_view(case: Case, user: User) -> BodyView | None:
    """Return the body of the state in which the case stands, else the one that decided last; None without any."""
    if not any(state.decides for state in definition_of(case.version).states):
        return None
    sitting = _sitting(case)
    return _view(case, user, sitting) if sitting else None


def _sitting(case: Case) -> _Sitting | None:
    body = body_here(case)
    if body is not None:
        return _Sitting(body, case.state, case.entered_seq)
    decided = CaseEvent.objects.filter(case=case, key__startswith=f"body:{case.number}:").order_by("-seq").first()
    before = definition_of(decided.version).state(decided.from_state).decides if decided else None
    if decided is None or before is None:
        return None
    return _Sitting(before, decided.from_state, int(decided.key.rpartition(":")[2]), decided)


def _view(case: Case, user: User, sitting: _Sitting) -> BodyView:
    kind, sits = sitting.body.kind, sitting.decided is None
    seats = tuple(_seats(case, sitting))
    counting = sum(seat.stage in COUNTING for seat in seats)
    may_arrange = sits and arranges_as(case, user) is not None
    own = CaseTask.objects.filter(
        case=case, entered_seq=sitting.entered_seq, kind=CaseTask.Kind.SEAT, assignee=user, status="open"
    )
    return BodyView(
        by=KINDS[type(kind)],
        state=definition_of(case.version).state(sitting.state).title,
        body=sitting.body,
        seats=seats,
        missing=max(kind.rule.size - counting, 0) if isinstance(kind, Panel) else 0,
        outcome=sitting.outcome,
        passed=sitting.decided is not None and sitting.decided.transition == sitting.body.passed,
        drawn=isinstance(kind, Panel),
        meeting=_meeting(case, sitting) if isinstance(kind, Meeting) else None,
        own_seat=own.values_list("pk", flat=True).first() if sits and isinstance(kind, Signing) else None,
        may_arrange=may_arrange,
        may_record=sits and isinstance(kind, Meeting) and records_meeting_as(case, kind, user) is not None,
        others=may_be_added(case) if may_arrange and isinstance(kind, Signing) else None,
    )


def _meeting(case: Case, sitting: _Sitting) -> MeetingRecord | None:
    return MeetingRecord.objects.filter(case=case, entered_seq=sitting.entered_seq).first()


def _seats(case: Case, sitting: _Sitting) -> Iterator[SeatView]:
    if isinstance(sitting.body.kind, Meeting):
        return
    tasks = CaseTask.objects.filter(case=case, kind=CaseTask.Kind.SEAT, entered_seq=sitting.entered_seq)
    declared = set(CaseAccess.objects.filter(case=case, source__startswith="seat:").values_list("source", flat=True))
    titles = _titles(sitting.body)
    counted = {one["seat"]: one for one in (sitting.outcome or {}).get("sheets", ())}
    seals = _seals(case) if counted else {}
    for task in tasks.select_related("assignee").order_by("pk"):
        seat = _seat(sitting.body, task, titles, seat_source(task) in declared)
        shown = _scored(seat, sitting.body, task, counted[task.pk]) if task.pk in counted else seat
        yield replace(shown, seal_fits=shown.sheet is not None and commitment(task.sheet or {}) == seals.get(task.pk))


def _titles(body: Body) -> dict[str, str]:
    if isinstance(body.kind, Panel):
        return dict(Speciality.objects.values_list("key", "title"))
    return dict(Role.objects.values_list("key", "name"))


def _seals(case: Case) -> dict[int, str]:
    events = CaseEvent.objects.filter(case=case, transition="$seal").values_list("payload", flat=True)
    return {one["facts"]["seat"]: one["facts"].get("commitment", "") for one in events}


def _seat(body: Body, task: CaseTask, titles: Mapping[str, str], declared: bool) -> SeatView:
    panel = isinstance(body.kind, Panel)
    key = task.speciality if panel else task.role
    return SeatView(
        id=task.pk,
        name=task.assignee.get_full_name(),
        place=titles.get(key, key),
        stage=_stage(task, declared or not panel),
        at=task.sealed_at or task.recused_at or task.done_at or task.opened_at,
        vote=task.sheet["vote"] if not panel and task.sealed_at and task.sheet else "",
    )


def _scored(seat: SeatView, body: Body, task: CaseTask, counted: Mapping[str, Any]) -> SeatView:
    sheet = sheet_form(body.kind, task.sheet) if isinstance(body.kind, Panel) else None
    return replace(seat, total=Decimal(counted["total"]), dropped=counted["dropped"], sheet=sheet)


def _stage(task: CaseTask, declared: bool) -> str:
    if task.sealed_at is not None:
        return "sealed"
    if task.recused_at is not None:
        return "recused"
    if task.status != CaseTask.Status.OPEN:
        return "dropped"
    return "open" if declared else "declare"
