"""Many people click at once. On PostgreSQL only: SQLite lets one writer in at a time and hides every race."""

import io
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection

from cases.errors import CaseError
from cases.models import Case, CaseEvent
from cases.services.perform import PerformResult, perform
from cms.accounts.models import User
from tests.cases.world import World, make_world

THREADS = 16
CASES = 20

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crowd(transactional_db: None) -> World:
    """Give the small world, committed, so that other connections see it."""
    return make_world()


def _at_once(action: Callable[[int], str]) -> Counter[str]:
    """Run `action` in 16 threads that start together, each with its own connection, and count what came of it."""
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            return action(number)
        except CaseError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, range(THREADS)))


def _click(case: Case, transition: str, key: str, user_id: int) -> PerformResult:
    return perform(
        case_id=case.pk,
        transition=transition,
        expected_revision=case.revision,
        idempotency_key=key,
        actor=User.objects.get(pk=user_id),
        payload={"comment": "同意"},
    )


def _assert_whole() -> None:
    call_command("verify_audit", stdout=io.StringIO(), stderr=io.StringIO())


def test_sixteen_clicks_at_once_make_exactly_one_event_per_case(crowd: World) -> None:
    for case in [crowd.case() for _ in range(CASES)]:
        outcomes = _at_once(lambda n, case=case: f"done{_click(case, 'accept', f'k{n}', crowd.reviewer.pk).seq}")
        assert outcomes["done1"] == 1
        assert outcomes["stale_revision"] + outcomes["transition_not_allowed"] == THREADS - 1
        assert CaseEvent.objects.filter(case=case).count() == 1
    assert CaseEvent.objects.count() == CASES
    _assert_whole()


def test_clicks_on_different_buttons_at_once_let_exactly_one_through(crowd: World) -> None:
    for case in [crowd.case() for _ in range(5)]:
        outcomes = _at_once(
            lambda n, case=case: _click(case, ("accept", "return")[n % 2], f"k{n}", crowd.reviewer.pk).state
        )
        assert outcomes["accepted"] + outcomes["returned"] == 1
        case.refresh_from_db()
        assert outcomes[case.state] == 1
    _assert_whole()


def test_the_same_key_sixteen_times_gives_one_event_and_fifteen_identical_replays(crowd: World) -> None:
    case = crowd.case()
    results: list[PerformResult] = []

    def click(number: int) -> str:
        results.append(_click(case, "return", "one-key", crowd.reviewer.pk))
        return "ok"

    assert _at_once(click) == {"ok": THREADS}
    assert Counter(result.replayed for result in results) == {False: 1, True: THREADS - 1}
    assert len({(result.event_id, result.seq, result.state, result.revision) for result in results}) == 1
    assert CaseEvent.objects.count() == 1
    _assert_whole()


def test_a_delayed_second_click_never_takes_the_next_step(crowd: World) -> None:
    case = crowd.case()
    crowd.walk(Case.objects.get(pk=case.pk), "return", "resubmit")
    outcomes = _at_once(lambda n: _click(case, "accept", f"late{n}", crowd.reviewer.pk).state)
    assert outcomes == {"stale_revision": THREADS}
    assert CaseEvent.objects.count() == 2
    _assert_whole()
