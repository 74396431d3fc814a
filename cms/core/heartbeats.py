"""Signs of life of the processes behind the site: each writes when it was last there."""

import datetime as dt

from django.utils import timezone
from django_tasks import task

from cms.core.models import Heartbeat

CLOCK, WORKER = "clock", "worker"
CLOCK_EVERY_SECONDS = 60
WORKER_EVERY_SECONDS = 5 * 60


def beat(name: str) -> None:
    """Write that a process is there now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"heard_at": timezone.now()})


def last_heard() -> dict[str, dt.datetime]:
    """Return when each process was last there; one that never was is missing."""
    return dict(Heartbeat.objects.values_list("name", "heard_at"))


def clock_beat() -> None:
    """Write that the clock runs."""
    beat(CLOCK)


@task()
def worker_beat() -> None:
    """Write, in the worker, that it takes up work."""
    beat(WORKER)


def worker_asked() -> None:
    """Ask the worker for a sign of life."""
    worker_beat.enqueue()
