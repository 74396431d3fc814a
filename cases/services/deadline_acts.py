"""What an office does to a running deadline: let it stand, let it go on, give more time; each on a ground."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.deadlines import TermTooLong
from cases.engine.definition import DeadlineRule
from cases.errors import CalendarMissing, DeadlineRefused, NotPermitted, RequirementMissing
from cases.models import CaseDeadline
from cases.policies import keeps_time
from cases.services.act import act
from cases.services.deadline_count import count
from cases.services.deadlines import go_on, rule_of, stand
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User
from cms.core.reference.facade import calendar_year_report, work_calendar

MOST_GROUND = 500


@dataclass(frozen=True, slots=True)
class DeadlineOrder:
    """Which deadline of which case, on what ground, by whom; `key` makes the act happen once."""

    case_id: int
    deadline: str
    ground: str
    actor: User
    idempotency_key: str
    expected_revision: int | None = None


Change = Callable[[CaseDeadline, DeadlineRule], None]


def deadline_pause(*, order: DeadlineOrder) -> PerformResult:
    """Let the clock stand from tomorrow on, until somebody lets it go on or the case moves on."""

    def change(deadline: CaseDeadline, rule: DeadlineRule) -> None:
        if deadline.status != CaseDeadline.Status.RUNNING:
            raise DeadlineRefused(_("The clock of this term stands already."))
        if deadline.due_on is not None and deadline.due_on < timezone.localdate():
            raise DeadlineRefused(_("The last day is over; the clock can no longer be paused."))
        stand(deadline, timezone.localdate(), order.ground.strip())

    return _act(order, "$pause", change)


def deadline_resume(*, order: DeadlineOrder) -> PerformResult:
    """Let the clock run again from tomorrow on."""

    def change(deadline: CaseDeadline, rule: DeadlineRule) -> None:
        if deadline.status != CaseDeadline.Status.PAUSED:
            raise DeadlineRefused(_("The clock of this term is running."))
        if deadline.case.state in rule.pauses_in:
            raise DeadlineRefused(_("The clock stands as long as the case is in its present state."))
        go_on(deadline, timezone.localdate())

    return _act(order, "$resume", change)


def deadline_extend(*, order: DeadlineOrder, length: int) -> PerformResult:
    """Give `length` more units; before the last day is over, and in all no more than the term itself.

    Raises CalendarMissing where the new last day lies in a year that nobody has entered: no day is promised that
    nobody can name.
    """

    def change(deadline: CaseDeadline, rule: DeadlineRule) -> None:
        given = sum(one["length"] for one in deadline.extensions)
        if not 0 < length <= deadline.length - given:
            raise DeadlineRefused(
                _("Extensions are at least 1 and together at most as long as the term: %(left)d are left.")
                % {"left": deadline.length - given}
            )
        if deadline.due_on is not None and deadline.due_on < timezone.localdate():
            raise DeadlineRefused(_("The last day is over; the term can no longer be extended."))
        more = {"length": length, "why": order.ground.strip(), "on": str(timezone.localdate())}
        deadline.extensions = [*deadline.extensions, more]

    try:
        return _act(order, "$extend", change, length=length)
    except CalendarMissing as missing:
        # The refusal rolled everything back; the owners of the calendar are to hear of it all the same.
        calendar_year_report(year=missing.year)
        raise


def _act(order: DeadlineOrder, name: str, change: Change, **facts: int) -> PerformResult:
    ground = order.ground.strip()
    if not 0 < len(ground) <= MOST_GROUND:
        raise RequirementMissing(
            "ground", _("Say on what ground, in at most %(limit)d characters.") % {"limit": MOST_GROUND}
        )

    def turn_changes(turn: Turn) -> tuple[int, dict[str, str | int]]:
        rule = rule_of(turn.definition, order.deadline)
        role = keeps_time(turn.definition, rule, turn.case, order.actor) if rule else None
        if rule is None or role is None:
            raise NotPermitted
        deadline = CaseDeadline.objects.open().filter(case=turn.case, key=order.deadline).first()
        if deadline is None:
            raise DeadlineRefused
        deadline.case = turn.case
        change(deadline, rule)
        try:
            count(deadline, rule, work_calendar())
        except TermTooLong as error:
            raise DeadlineRefused(_("The term would be longer than any regulation sets.")) from error
        if name == "$extend" and deadline.due_on is None and deadline.unknown_year:
            raise CalendarMissing(deadline.unknown_year)
        return role.organisation_id, {"deadline": order.deadline, **facts}

    return act(
        case_id=order.case_id,
        name=name,
        actor=order.actor,
        idempotency_key=order.idempotency_key,
        expected_revision=order.expected_revision,
        comment=ground,
        change=turn_changes,
    )
