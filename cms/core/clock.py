"""The clock: jobs that come round by themselves.

Every job is idempotent, so two clocks (a deploy that overlaps, a second machine) do no harm: a job that finds nothing
to do does nothing. The clock keeps no state between runs; a daily job therefore runs once after each start as well.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import close_old_connections

log = structlog.get_logger(__name__)

Job = Callable[[], object]

DAY = 24 * 60 * 60


@dataclass(slots=True)
class Periodic:
    """A job, how often it comes, and when it is due (on the monotonic clock)."""

    name: str
    every_seconds: float
    job: Job
    due_at: float = 0.0


_jobs: dict[str, Periodic] = {}


def register_periodic(name: str, every_seconds: float, job: Job) -> None:
    """Run the idempotent `job` every so many seconds; a second registration under a name replaces the first."""
    _jobs[name] = Periodic(name, every_seconds, job)


def registered_jobs() -> dict[str, Periodic]:
    """Return the registered jobs by name."""
    return dict(_jobs)


def _run(periodic: Periodic) -> None:
    close_old_connections()
    try:
        periodic.job()
    except Exception:
        log.exception("clock.job_failed", job=periodic.name)
    finally:
        close_old_connections()


def run_due(now: float) -> list[str]:
    """Run the jobs that are due at `now` (monotonic seconds) and return their names."""
    done = []
    for periodic in list(_jobs.values()):
        if periodic.due_at > now:
            continue
        # From now on, not from when it was due: after a long sleep of the machine a job runs once, not a hundred times.
        periodic.due_at = now + periodic.every_seconds
        _run(periodic)
        done.append(periodic.name)
    return done


def run_until(stop: threading.Event, *, tick_seconds: float = 1.0) -> None:
    """Run due jobs until `stop` is set; a job that has begun is finished first."""
    log.info("clock.started", jobs=sorted(_jobs))
    while not stop.is_set():
        run_due(time.monotonic())
        stop.wait(tick_seconds)
    log.info("clock.stopped")
