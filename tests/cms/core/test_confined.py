"""A program that reads what strangers made is ended with all that it started, whatever it does."""

import os
import sys
import time
from pathlib import Path

import pytest

from cms.core.confined import ConfinedFailure, run_confined

LIMITS = {"seconds": 5, "memory_mb": 1024, "file_mb": 1}


def run(folder: Path, code: str, **limits: int) -> bytes:
    return run_confined([sys.executable, "-c", code], folder=folder, **{**LIMITS, **limits})


def test_what_it_prints_is_returned_and_nothing_of_the_site_is_in_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "never to be seen")
    printed = run(tmp_path, "import os; print(sorted(os.environ), os.getcwd())").decode()
    assert "SECRET_KEY" not in printed
    assert "'HOME'" in printed
    assert str(tmp_path) in printed


def test_it_is_ended_in_time_with_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "open('child', 'w').write(str(child.pid)); time.sleep(60)"
    )
    began = time.monotonic()
    with pytest.raises(ConfinedFailure, match="time"):
        run(tmp_path, code, seconds=2)
    assert time.monotonic() - began < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not running(child):
            break
        time.sleep(0.1)
    assert not running(child)


def running(pid: int) -> bool:
    """Say whether a process still works: one that was ended and not yet collected does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("bytearray(2_000_000_000)", id="memory"),
        pytest.param("open('large', 'wb').write(b'x' * 5_000_000)", id="disk"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", id="crash"),
    ],
)
def test_taking_too_much_or_crashing_is_a_failure_and_no_more(tmp_path: Path, code: str) -> None:
    with pytest.raises(ConfinedFailure, match="exit"):
        run(tmp_path, code)
    assert not (tmp_path / "large").exists() or (tmp_path / "large").stat().st_size <= 1024 * 1024


def test_a_program_that_turns_forever_uses_up_its_time(tmp_path: Path) -> None:
    with pytest.raises(ConfinedFailure):
        run(tmp_path, "while True: pass", seconds=1)
