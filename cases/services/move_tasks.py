"""Moves of running cases in the worker process."""

from django.db import transaction
from django_tasks import task

from cases.errors import MoveNotReady
from cases.models import MigrationRun
from cases.services.migrate_cases import revert_migration, run_migration

Status = MigrationRun.Status


@task()
def move_cases(run_id: int) -> None:
    """Move the cases of a run, or move them back; a run that was interrupted goes on."""
    run = MigrationRun.objects.get(pk=run_id)
    if run.status == Status.RUNNING:
        run_migration(run)
    elif run.status == Status.REVERTING:
        revert_migration(run)


def start_move(run: MigrationRun) -> None:
    """Let the worker move the cases of a planned run, once. Raises MoveNotReady for a run that was started already."""
    _begin(run, before=Status.PLANNED, now=Status.RUNNING)


def take_back_move(run: MigrationRun) -> None:
    """Let the worker move the cases of a completed run back, once. Raises MoveNotReady for any other run."""
    _begin(run, before=Status.DONE, now=Status.REVERTING)


def _begin(run: MigrationRun, *, before: str, now: str) -> None:
    with transaction.atomic():
        if not MigrationRun.objects.filter(pk=run.pk, status=before).update(status=now):
            raise MoveNotReady
        transaction.on_commit(lambda: move_cases.enqueue(run.pk))
