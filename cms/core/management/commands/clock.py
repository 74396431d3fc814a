"""`manage.py clock`: the process that runs periodic jobs."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from cms.core.clock import run_until


class Command(BaseCommand):
    """Runs due jobs until SIGTERM or SIGINT; the job at hand is finished first."""

    help = "Run the periodic jobs (scheduled publishing, outbox, clean-up) until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def stop_cleanly(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, stop_cleanly)
        signal.signal(signal.SIGINT, stop_cleanly)
        run_until(stop)
