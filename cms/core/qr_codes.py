"""What the QR codes of an uploaded file say: read in a process of its own, within bounds, or not at all."""

import json
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

import structlog

from cms.core.confined import ConfinedFailure, run_confined

log = structlog.get_logger(__name__)

PROGRAM = Path(__file__).with_name("qr_reader.py")
KINDS = {"pdf": "PDF", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
# The reader begins nothing new after 8 seconds; one page that takes for ever is ended here.
SECONDS = 15
MEMORY_MB = 2048
# Somebody waits for the answer. More than these at a time queue, and after the seconds below give up.
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT_SECONDS = 10


class PageCode(NamedTuple):
    """What one code says, and on which page it stands (from 1)."""

    page: int
    text: str


def qr_codes(content: bytes, ending: str) -> list[PageCode]:
    """Return the codes of a PDF or picture, page by page; nothing for other kinds and what cannot be read in time."""
    kind = KINDS.get(ending)
    if kind is None or not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
        return []
    try:
        with tempfile.TemporaryDirectory(prefix="codes-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / "file").write_bytes(content)
            # -I: nothing of the folder and of the environment is imported.
            command: list[str | Path] = [sys.executable, "-I", PROGRAM, "file", kind]
            printed = run_confined(command, folder=folder, seconds=SECONDS, memory_mb=MEMORY_MB, file_mb=1)
        return [PageCode(page, text) for page, text in json.loads(printed)]
    except (ConfinedFailure, ValueError) as failure:
        log.warning("codes_unread", reason=str(failure)[:200], size=len(content))
        return []
    finally:
        _AT_ONCE.release()
