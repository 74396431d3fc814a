"""The clock runs what is due, survives what fails, and stops when told."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.core import clock

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_jobs() -> Iterator[None]:
    """Start without the registered jobs and restore them."""
    kept = dict(clock._jobs)
    clock._jobs.clear()
    yield
    clock._jobs.clear()
    clock._jobs.update(kept)


def test_a_job_runs_at_the_start_and_then_every_so_many_seconds(no_jobs: None) -> None:
    runs: list[int] = []
    clock.register_periodic("job", 10, lambda: runs.append(1))
    done = [clock.run_due(now) for now in (0, 5, 9.9, 10, 15, 20)]
    assert done == [["job"], [], [], ["job"], [], ["job"]]
    assert len(runs) == 3


def test_after_a_long_sleep_a_job_runs_once_and_not_for_every_missed_turn(no_jobs: None) -> None:
    runs: list[int] = []
    clock.register_periodic("job", 10, lambda: runs.append(1))
    for now in (0, 10_000, 10_001):
        clock.run_due(now)
    assert len(runs) == 2


def test_a_failing_job_stops_neither_the_others_nor_its_own_next_turn(no_jobs: None) -> None:
    runs: list[str] = []

    def fail() -> None:
        runs.append("fail")
        raise ValueError("nothing works")

    clock.register_periodic("fail", 10, fail)
    clock.register_periodic("good", 10, lambda: runs.append("good"))
    clock.run_due(0)
    clock.run_due(10)
    assert runs == ["fail", "good", "fail", "good"]


def test_the_clock_finishes_the_job_at_hand_when_it_is_stopped(no_jobs: None) -> None:
    stop, ended = threading.Event(), []

    def slow() -> None:
        stop.set()
        time.sleep(0.05)
        ended.append(True)

    clock.register_periodic("slow", 10, slow)
    clock.run_until(stop, tick_seconds=0.01)
    assert ended == [True]


def test_the_site_publishes_drains_and_cleans_up_by_itself() -> None:
    seconds = {name: job.every_seconds for name, job in clock.registered_jobs().items()}
    wanted = {"publish_scheduled": 30, "outbox": 10, "clearsessions": clock.DAY, "prune_task_results": clock.DAY}
    assert {name: seconds.get(name) for name in wanted} == wanted


def test_sigterm_ends_the_process_cleanly(tmp_path: Path) -> None:
    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings.test'; django.setup();"
        "from cms.core import clock; clock._jobs.clear();"
        "clock.register_periodic('say', 60, lambda: print('tick', flush=True));"
        "from django.core.management import call_command; call_command('clock')"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        while b"tick" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
