"""会签, 或签, shares and weights: everybody of the roles has a seat, and the case moves when it is decided."""

from collections.abc import Sequence
from typing import Any

import pytest

from cases.errors import BodyRefused, NotPermitted, PersonUnfit, RequirementMissing, SeatClosed, SheetInvalid
from cases.models import Case, CaseEvent, CaseTask
from cases.services.seat_vote import seat_vote
from cases.services.seats_change import seat_add, seat_drop
from cms.accounts.models import User
from tests.cases import bodies_world as bodies
from tests.cases.world import World


def _sent(world: World, colleagues: int = 2, **rule: Any) -> tuple[Case, list[CaseTask]]:
    bodies.publish(sign=rule)
    for number in range(colleagues):
        bodies.colleague(world, "county_finance", f"finance{number}@example.com")
    case = bodies.sent_to(world, "sign")
    return case, bodies.seats(case)


def _vote(seat: CaseTask, vote: str, comment: str = "理由") -> None:
    seat_vote(
        seat_id=seat.pk,
        case_id=seat.case_id,
        actor=seat.assignee,
        vote=vote,
        comment=comment,
        idempotency_key=f"vote-{seat.pk}",
    )


def _state_after(case: Case, seats: Sequence[CaseTask], votes: Sequence[str]) -> str:
    for seat, vote in zip(seats, votes, strict=False):
        _vote(seat, vote)
    case.refresh_from_db()
    return case.state


def test_everybody_of_the_roles_where_the_case_is_has_a_seat_and_nobody_else(world: World) -> None:
    elsewhere = world.other_reviewer.memberships.get().organisation
    bodies.colleague(world, "county_finance", "elsewhere@example.com", elsewhere)
    case, seats = _sent(world)
    assert {seat.assignee.email for seat in seats} == {
        "reviewer@example.com",
        "finance0@example.com",
        "finance1@example.com",
    }
    assert all(Case.objects.visible_to(seat.assignee).filter(pk=case.pk).exists() for seat in seats)


@pytest.mark.parametrize(
    ("rule", "votes", "state"),
    [
        ({"mode": "all"}, ["yes", "yes"], "sign"),
        ({"mode": "all"}, ["yes", "yes", "yes"], "passed"),
        ({"mode": "all"}, ["no"], "failed"),
        ({"mode": "any"}, ["no", "yes"], "passed"),
        ({"mode": "any"}, ["no", "no", "abstain"], "failed"),
        ({"mode": "ratio", "share": "2/3"}, ["yes", "yes"], "passed"),
        ({"mode": "ratio", "share": "2/3", "strict": True}, ["yes", "yes"], "sign"),
        ({"mode": "ratio", "share": "2/3"}, ["no", "no"], "failed"),
    ],
)
def test_the_case_moves_as_soon_as_no_vote_can_turn_it_and_not_before(
    world: World, rule: dict[str, Any], votes: list[str], state: str
) -> None:
    case, seats = _sent(world, **rule)
    assert _state_after(case, seats, votes) == state


def test_votes_weigh_what_the_role_weighs(world: World) -> None:
    case, seats = _sent(world, colleagues=1, mode="weighted", share="2/3", weights={"county_finance": 3})
    weights = {seat.role: seat.weight for seat in seats}
    assert weights == {"county_finance": 3, "county_reviewer": 1}
    assert _state_after(case, [seat for seat in seats if seat.role == "county_finance"], ["yes"]) == "passed"


def test_an_early_end_drops_the_open_seats_and_what_they_could_read(world: World) -> None:
    finance = bodies.colleague(world, "county_finance", "late@example.com")
    case, seats = _sent(world, colleagues=0, mode="any")
    first = next(seat for seat in seats if seat.assignee != finance)
    _vote(first, "yes")
    late = CaseTask.objects.get(case=case, assignee=finance)
    assert late.status == "dropped"
    assert not Case.objects.visible_to(finance).filter(pk=case.pk).exists()


def test_the_decision_is_one_event_of_the_system_with_the_count(world: World) -> None:
    case, seats = _sent(world, mode="ratio", share="1/2")
    _state_after(case, seats, ["no", "yes", "yes"])
    event = CaseEvent.objects.get(case=case, seq=case.revision)
    assert (event.transition, event.actor) == ("signed", None)
    assert event.payload["facts"]["outcome"] == {
        "by": "sign",
        "mode": "ratio",
        "seats": 3,
        "yes": 2,
        "no": 1,
        "abstain": 0,
    }


@pytest.mark.parametrize(
    ("vote", "comment", "wrong"), [("maybe", "x", "vote"), ("", "", "vote"), ("no", " ", "comment")]
)
def test_a_vote_is_yes_no_or_abstain_and_a_no_is_explained(world: World, vote: str, comment: str, wrong: str) -> None:
    _case, seats = _sent(world)
    with pytest.raises(SheetInvalid) as caught:
        _vote(seats[0], vote, comment)
    assert set(caught.value.faults) == {wrong}


def test_nobody_votes_twice_or_on_the_seat_of_another(world: World) -> None:
    case, seats = _sent(world)
    _vote(seats[0], "yes")
    for seat, key in ((seats[0], "again"), (seats[1], "foreign")):
        with pytest.raises(SeatClosed):
            seat_vote(
                seat_id=seat.pk,
                case_id=case.pk,
                actor=seats[0].assignee,
                vote="no",
                comment="改主意",
                idempotency_key=key,
            )


def _add(case: Case, person: User, actor: User, reason: str = "涉及财政资金") -> None:
    seat_add(case_id=case.pk, person_id=person.pk, reason=reason, actor=actor, idempotency_key=f"add-{person.pk}")


def _drop(case: Case, seat: CaseTask, actor: User, reason: str = "出差") -> None:
    seat_drop(case_id=case.pk, seat_id=seat.pk, reason=reason, actor=actor, idempotency_key=f"drop-{seat.pk}")


def test_an_added_seat_votes_and_the_decision_waits_for_it(world: World) -> None:
    case, seats = _sent(world, mode="all")
    _add(case, world.city_reviewer, world.reviewer)
    assert _state_after(case, seats, ["yes"] * 3) == "sign"
    [added] = bodies.seats(case, assignee=world.city_reviewer)
    _vote(added, "yes")
    case.refresh_from_db()
    assert case.state == "passed"
    assert CaseEvent.objects.get(case=case, transition="$add_seat").payload["comment"] == "涉及财政资金"


def test_only_people_of_offices_over_the_case_without_a_seat_are_added(world: World) -> None:
    case, seats = _sent(world)
    for person in (world.applicant, world.other_reviewer, world.stranger, seats[0].assignee):
        with pytest.raises(PersonUnfit):
            _add(case, person, world.reviewer)


def test_a_dropped_seat_may_settle_what_the_others_have_voted(world: World) -> None:
    case, seats = _sent(world, mode="all")
    _state_after(case, seats, ["yes", "yes"])
    _drop(case, seats[2], world.reviewer)
    case.refresh_from_db()
    assert case.state == "passed"


def test_no_seat_that_has_voted_and_not_the_last_one_is_taken_away(world: World) -> None:
    case, seats = _sent(world, colleagues=1, mode="ratio", share="1/1")
    _vote(seats[0], "yes")
    with pytest.raises(BodyRefused):
        _drop(case, seats[0], world.reviewer)
    alone, [last] = _sent_alone(world)
    with pytest.raises(BodyRefused):
        _drop(alone, last, world.reviewer)


def _sent_alone(world: World) -> tuple[Case, list[CaseTask]]:
    User.objects.filter(email__startswith="finance").update(is_active=False)
    case = bodies.sent_to(world, "sign")
    return case, bodies.seats(case)


def test_seats_are_changed_by_the_office_and_with_a_reason(world: World) -> None:
    case, seats = _sent(world)
    with pytest.raises(NotPermitted):
        _drop(case, seats[0], world.applicant)
    with pytest.raises(RequirementMissing):
        _drop(case, seats[0], world.reviewer, " ")
    with pytest.raises(RequirementMissing):
        _add(case, world.city_reviewer, world.reviewer, "")


def test_an_expert_who_does_not_answer_is_replaced_by_the_next_in_rank(world: World) -> None:
    bodies.publish()
    bodies.pool(12)
    case = bodies.sent_to(world, "panel")
    silent = bodies.seats(case)[0]
    _drop(case, silent, world.reviewer, "逾期未声明")
    after = bodies.seats(case)
    assert len(after) == 5
    assert silent.assignee_id not in {seat.assignee_id for seat in after}
