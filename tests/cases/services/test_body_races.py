"""All members of a body decide at once. On PostgreSQL only: SQLite lets one writer in at a time."""

import io
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection

from cases.errors import CaseError
from cases.models import Case, CaseEvent, CaseTask
from cases.services.seat_declare import seat_declare, seat_recuse
from cases.services.seat_vote import seat_vote
from tests.cases import bodies_world as bodies
from tests.cases.world import World, make_world

PANELS = 80

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crowd(transactional_db: None) -> World:
    """Give the small world with its bodies, committed, so that other connections see it."""
    world = make_world()
    bodies.publish(sign={"mode": "ratio", "share": "1/2"})
    return world


def _at_once(seats: Sequence[CaseTask], action: Callable[[CaseTask], object]) -> Counter[str]:
    """Let every seat act in a thread of its own, all starting together, and count what came of it."""
    barrier = threading.Barrier(len(seats))

    def run(seat: CaseTask) -> str:
        try:
            barrier.wait(timeout=30)
            action(seat)
            return "done"
        except CaseError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(seats)) as threads:
        return Counter(threads.map(run, seats))


def _assert_whole() -> None:
    call_command("verify_audit", stdout=io.StringIO(), stderr=io.StringIO())


def test_five_sealed_scores_at_once_move_each_of_eighty_cases_exactly_once(crowd: World) -> None:
    bodies.pool(15)
    for _ in range(PANELS):
        case = bodies.sent_to(crowd, "panel")
        assert _at_once(bodies.declare_all(case), bodies.score) == {"done": 5}
    assert Case.objects.filter(state="passed").count() == PANELS
    assert CaseEvent.objects.filter(transition="experts_pass").count() == PANELS
    assert CaseEvent.objects.filter(transition="$seal").count() == 5 * PANELS
    _assert_whole()


def test_seals_and_a_recusal_at_once_never_move_a_case_with_an_empty_seat(crowd: World) -> None:
    bodies.pool(15)
    for _ in range(10):
        case = bodies.sent_to(crowd, "panel")
        seats = bodies.declare_all(case)

        def act(seat: CaseTask, leaver: int = seats[0].pk) -> None:
            if seat.pk != leaver:
                bodies.score(seat)
                return
            seat_recuse(seat_id=seat.pk, actor=seat.assignee, reason="回避", idempotency_key=f"recuse-{seat.pk}")

        assert _at_once(seats, act) == {"done": 5}
        case.refresh_from_db()
        assert case.state == "panel"
        [newcomer] = bodies.seats(case, status="open")
        bodies.declare_all(case)
        bodies.score(newcomer)
        case.refresh_from_db()
        assert case.state == "passed"
    _assert_whole()


def test_all_declarations_at_once_wait_for_each_other_and_none_is_lost(crowd: World) -> None:
    bodies.pool(15)
    for _ in range(10):
        case = bodies.sent_to(crowd, "panel")
        done = _at_once(
            bodies.seats(case),
            lambda seat: seat_declare(seat_id=seat.pk, actor=seat.assignee, idempotency_key=f"declare-{seat.pk}"),
        )
        assert done == {"done": 5}
    _assert_whole()


def test_votes_at_once_decide_once_and_what_comes_late_finds_its_seat_ended(crowd: World) -> None:
    for number in range(7):
        bodies.colleague(crowd, "county_finance", f"finance{number}@example.com")
    for _ in range(10):
        case = bodies.sent_to(crowd, "sign")
        done = _at_once(
            bodies.seats(case),
            lambda seat: seat_vote(
                seat_id=seat.pk,
                case_id=seat.case_id,
                actor=seat.assignee,
                vote="yes",
                comment="",
                idempotency_key=f"vote-{seat.pk}",
            ),
        )
        assert done["done"] == 4
        assert done["seat_closed"] + done["case_not_found"] == 4
        case.refresh_from_db()
        assert case.state == "passed"
        assert CaseEvent.objects.filter(case=case, transition="signed").count() == 1
    _assert_whole()
