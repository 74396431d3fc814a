"""Programs that read what strangers made: in a process of their own, with an end to time, memory and disk.

Whatever such a program does to itself (crash, loop, swallow memory) ends with it and not with the site's process.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

MEGABYTE = 1024 * 1024
# `ulimit` counts memory in KiB and files in blocks of 512 bytes. A limit that a system does not know is passed over.
_LIMITS = 'ulimit -t "$1"; ulimit -v "$2"; ulimit -f "$3"; ulimit -c 0; shift 3; exec "$@"'
_SHELL = "/bin/sh"


class ConfinedFailure(Exception):
    """The program did not end well: it took too long, took too much, or gave up."""


def run_confined(
    command: Sequence[str | Path],
    *,
    folder: Path,
    seconds: int,
    memory_mb: int,
    file_mb: int,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program in `folder` and return what it printed; ConfinedFailure if it did not end well in `seconds`.

    It gets no input, no environment but PATH, HOME (the folder) and `env`, at most `memory_mb` of address space, and
    writes no file larger than `file_mb`. Whatever it started is ended with it: all of it is one process group.
    """
    limits = (str(seconds), str(memory_mb * 1024), str(file_mb * MEGABYTE // 512))
    process = subprocess.Popen(  # noqa: S603 - a fixed shell line; everything else is an argument of it
        [_SHELL, "-c", _LIMITS, "confined", *limits, *map(str, command)],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        printed, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        log.warning("confined_too_slow", program=Path(command[0]).name, seconds=seconds)
        raise ConfinedFailure("time") from late
    finally:
        _end(process)
    if process.returncode:
        log.warning("confined_failed", program=Path(command[0]).name, code=process.returncode, said=complaint[-500:])
        raise ConfinedFailure(f"exit {process.returncode}")
    return printed


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group, also what outlived its parent."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
