"""Declaring, recusing and sealing: when the file opens, who comes next, and when the panel has decided."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.engine.panel import rank
from cases.errors import CaseNotFound, NotDeclared, RequirementMissing, SeatClosed, SheetInvalid
from cases.models import Case, CaseAccess, CaseEvent, CaseTask, Expert
from cases.selectors.draws import draws_of
from cases.selectors.score_sheets import commitment
from cases.services.seat_declare import seat_declare, seat_recuse
from cases.services.seat_score import seat_draft, seat_score
from cms.core.audit import canonical_json
from tests.cases import bodies_world as bodies
from tests.cases.audit import verify
from tests.cases.world import World


@pytest.fixture(autouse=True)
def case_type(world: World) -> None:
    bodies.publish()
    bodies.pool(12)


@pytest.fixture
def case(world: World) -> Case:
    return bodies.sent_to(world, "panel")


def _declare(seat: CaseTask) -> None:
    seat_declare(seat_id=seat.pk, actor=seat.assignee, idempotency_key=f"declare-{seat.pk}")


def _recuse(seat: CaseTask, reason: str = "曾任该企业顾问") -> None:
    seat_recuse(seat_id=seat.pk, actor=seat.assignee, reason=reason, idempotency_key=f"recuse-{seat.pk}")


def _sees(seat: CaseTask) -> bool:
    return Case.objects.visible_to(seat.assignee).filter(pk=seat.case_id).exists()


def test_the_declaration_opens_the_file_to_its_expert_alone(case: Case) -> None:
    first, *others = bodies.seats(case)
    _declare(first)
    assert _sees(first)
    assert not any(_sees(seat) for seat in others)
    assert CaseEvent.objects.get(case=case, transition="$declare").actor == first.assignee


def test_nobody_declares_on_the_seat_of_another(case: Case, world: World) -> None:
    first, second, *_ = bodies.seats(case)
    for actor in (second.assignee, world.stranger, world.superuser):
        with pytest.raises(SeatClosed):
            seat_declare(seat_id=first.pk, actor=actor, idempotency_key="foreign")
    assert not CaseAccess.objects.exists()


def test_a_recusal_draws_the_next_in_rank_who_keeps_the_mix(case: Case) -> None:
    seats = bodies.seats(case)
    _recuse(seats[0])
    after = bodies.seats(case)
    [newcomer] = [seat for seat in after if seat.pk not in {one.pk for one in seats}]
    assert {seat.assignee_id for seat in after} == {seat.assignee_id for seat in seats[1:]} | {newcomer.assignee_id}
    assert sorted(seat.speciality for seat in after) == ["", "", "finance", "technical", "technical"]
    newest, first = draws_of(case)
    assert newest.identical and first.identical and newest.seed == first.seed
    person = Expert.objects.get(user=newcomer.assignee)
    passed_over = [
        one
        for one in Expert.objects.exclude(user__in=[seat.assignee_id for seat in after]).exclude(user=seats[0].assignee)
        if rank(first.seed, one.pk) < rank(first.seed, person.pk)
    ]
    # Whoever is earlier in rank could not have filled the seat: they do not know what it asks for.
    known = {one.key for one in person.specialities.all()}
    assert all(known.isdisjoint(one.key for one in other.specialities.all()) for other in passed_over)


def test_who_recuses_never_sees_the_file_and_is_not_drawn_again(case: Case) -> None:
    seat = bodies.seats(case)[0]
    _recuse(seat)
    seat.refresh_from_db()
    assert (seat.status, bool(seat.recused_at), _sees(seat)) == ("dropped", True, False)
    for other in bodies.seats(case)[:3]:
        _recuse(other)
    assert seat.assignee_id not in {one.assignee_id for one in bodies.seats(case)}


def test_the_reason_of_a_recusal_is_required_and_kept_within_the_office(case: Case) -> None:
    seat = bodies.seats(case)[0]
    with pytest.raises(RequirementMissing):
        _recuse(seat, "  ")
    _recuse(seat)
    event = CaseEvent.objects.get(case=case, transition="$recuse")
    assert (event.payload["comment"], event.payload["internal"]) == ("曾任该企业顾问", True)


def test_a_conflict_that_is_found_while_reading_ends_the_access_at_once(case: Case) -> None:
    seat = bodies.seats(case)[0]
    _declare(seat)
    _recuse(seat)
    assert not _sees(seat)
    assert len(bodies.seats(case)) == 5


def test_a_seat_that_nobody_can_take_over_stays_empty_and_the_panel_does_not_decide_without_it(case: Case) -> None:
    Expert.objects.exclude(user__in=[seat.assignee_id for seat in bodies.seats(case)]).update(
        valid_until=timezone.localdate() - datetime.timedelta(days=1)
    )
    _recuse(bodies.seats(case)[0])
    assert len(bodies.seats(case)) == 4
    for seat in bodies.declare_all(case):
        bodies.score(seat)
    case.refresh_from_db()
    assert case.state == "panel"


def test_a_sheet_is_sealed_only_after_the_declaration(case: Case) -> None:
    seat = bodies.seats(case)[0]
    with pytest.raises(CaseNotFound):
        bodies.score(seat)
    CaseAccess.objects.create(case=case, user=seat.assignee, source="granted by hand")
    with pytest.raises(NotDeclared):
        bodies.score(seat)
    with pytest.raises(NotDeclared):
        seat_draft(seat_id=seat.pk, actor=seat.assignee, scores={"skill": "1"}, comment="")


@pytest.mark.parametrize(
    ("scores", "wrong"),
    [
        ({"skill": "80"}, {"price"}),
        ({"skill": "101", "price": "8"}, {"skill"}),
        ({"skill": "-1", "price": "NaN"}, {"skill", "price"}),
        ({"skill": "80.123", "price": "甲"}, {"skill", "price"}),
        ({"skill": "Infinity", "price": "10.01"}, {"skill", "price"}),
    ],
)
def test_a_sheet_that_lacks_something_is_not_sealed_and_names_it(
    case: Case, scores: dict[str, str], wrong: set[str]
) -> None:
    seat = bodies.declare_all(case)[0]
    with pytest.raises(SheetInvalid) as caught:
        seat_score(
            seat_id=seat.pk, case_id=case.pk, actor=seat.assignee, scores=scores, comment="", idempotency_key="k"
        )
    assert set(caught.value.faults) == wrong
    assert not CaseEvent.objects.filter(transition="$seal").exists()


def test_full_width_digits_count(case: Case) -> None:
    seat = bodies.declare_all(case)[0]
    bodies.score(seat, "８０．５", "８")
    seat.refresh_from_db()
    assert seat.sheet is not None and seat.sheet["scores"] == {"skill": "80.5", "price": "8"}


def test_a_draft_is_kept_as_it_is_and_tells_nobody(case: Case) -> None:
    seat = bodies.declare_all(case)[0]
    revision = Case.objects.get(pk=case.pk).revision
    seat_draft(seat_id=seat.pk, actor=seat.assignee, scores={"skill": "8x"}, comment="未完")
    seat.refresh_from_db()
    assert seat.sheet == {"scores": {"skill": "8x", "price": ""}, "comment": "未完"}
    assert Case.objects.get(pk=case.pk).revision == revision


def test_the_record_of_a_seal_commits_to_the_sheet_and_tells_nothing_of_it(case: Case) -> None:
    seat = bodies.declare_all(case)[0]
    bodies.score(seat, "77.25", "9.5", "价格偏高，工期可行")
    seat.refresh_from_db()
    event = CaseEvent.objects.get(case=case, transition="$seal")
    assert event.payload == {"facts": {"seat": seat.pk, "commitment": commitment(seat.sheet or {})}}
    assert "77.25" not in canonical_json(event.payload) and "价格" not in canonical_json(event.payload)
    assert commitment({**(seat.sheet or {}), "scores": {"skill": "77.26", "price": "9.5"}}) != commitment(
        seat.sheet or {}
    )


def test_what_was_sealed_is_never_changed(case: Case) -> None:
    seat = bodies.declare_all(case)[0]
    bodies.score(seat)
    changes: list[Any] = [
        lambda: seat_draft(seat_id=seat.pk, actor=seat.assignee, scores={"skill": "1"}, comment=""),
        lambda: seat_score(
            seat_id=seat.pk,
            case_id=case.pk,
            actor=seat.assignee,
            scores={"skill": "1", "price": "1"},
            comment="",
            idempotency_key="another",
        ),
        lambda: _recuse(seat),
    ]
    for change in changes:
        with pytest.raises(SeatClosed):
            change()
    seat.refresh_from_db()
    assert seat.sheet is not None and seat.sheet["scores"] == {"skill": "80", "price": "8"}


def test_the_same_key_seals_once(case: Case) -> None:
    seat = bodies.declare_all(case)[0]
    bodies.score(seat)
    bodies.score(seat)
    assert CaseEvent.objects.filter(case=case, transition="$seal").count() == 1


@pytest.mark.parametrize(("last", "state", "total"), [("60", "passed", "76.00"), ("0", "passed", "76.00")])
def test_the_last_seal_moves_the_case_with_what_the_sheets_came_to(
    case: Case, last: str, state: str, total: str
) -> None:
    seats = bodies.declare_all(case)
    for seat, skill in zip(seats, ("100", "70", "80", "90", last), strict=True):
        case.refresh_from_db()
        assert case.state == "panel"
        bodies.score(seat, skill, "7")
    case.refresh_from_db()
    event = CaseEvent.objects.get(case=case, seq=case.revision)
    # 60 % of the skill and 28 points of the price; the highest and the lowest are left out.
    assert (case.state, event.transition, event.actor) == (state, "experts_pass", None)
    facts = event.payload["facts"]["outcome"]
    assert (facts["total"], facts["by"]) == (total, "panel")
    assert [sheet["dropped"] for sheet in facts["sheets"]] == [True, False, False, False, True]
    assert event.key == f"body:{case.number}:1"


def test_a_panel_whose_mean_stays_below_the_line_fails_the_case(case: Case) -> None:
    for seat in bodies.declare_all(case):
        bodies.score(seat, "50", "5")
    case.refresh_from_db()
    assert case.state == "failed"


def test_when_the_panel_has_decided_nobody_reads_the_file_by_their_seat_any_more(case: Case) -> None:
    seats = bodies.declare_all(case)
    for seat in seats:
        bodies.score(seat)
        assert _sees(seat) == (seat != seats[-1])
    assert not any(_sees(seat) for seat in seats)
    assert {seat.status for seat in bodies.seats(case)} == {"done"}


def test_the_trail_of_a_whole_panel_is_sound(case: Case) -> None:
    _recuse(bodies.seats(case)[2])
    for seat in bodies.declare_all(case):
        bodies.score(seat)
    assert verify(case=case.number)[0] == 0
