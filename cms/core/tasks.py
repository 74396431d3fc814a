"""Periodic work of the kernel, named for the clock."""

from django.core.management import call_command

from cms.core.clock import DAY, register_periodic
from cms.core.downloads.services import downloads_expire
from cms.core.downloads.worker import downloads_resume
from cms.core.heartbeats import CLOCK_EVERY_SECONDS, WORKER_EVERY_SECONDS, clock_beat, worker_asked
from cms.core.outbox import deliver_due


def _clear_sessions() -> None:
    call_command("clearsessions")


def _prune_task_results() -> None:
    """Drop the records of background tasks that ended long ago; the outbox keeps what matters."""
    call_command("prune_db_task_results")


def register_core_jobs() -> None:
    """Register what the kernel does by itself; the outbox here is the safety net under the worker."""
    register_periodic("outbox", 10, deliver_due)
    register_periodic("clock_beat", CLOCK_EVERY_SECONDS, clock_beat)
    register_periodic("worker_asked", WORKER_EVERY_SECONDS, worker_asked)
    register_periodic("clearsessions", DAY, _clear_sessions)
    register_periodic("prune_task_results", DAY, _prune_task_results)
    register_periodic("downloads_resume", 10, downloads_resume)
    register_periodic("downloads_expire", 60 * 60, downloads_expire)
