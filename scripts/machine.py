"""What the machine has and what may be added to it. Standard library only: runs before anything is installed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / ".setup"
VAR = Path(os.environ.get("PILOTDESK_VAR", str(ROOT / "var")))
PYTHON = VENV / "bin" / "python"
MINIMUM_PYTHON = (3, 11)

_apt_lists_fresh = False


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def fail(text: str, *, hint: str = "") -> NoReturn:
    """End with a clear message and the way out of it."""
    sys.stdout.flush()
    print(f"\n✗ {text}", file=sys.stderr)
    if hint:
        print(f"  → {hint}", file=sys.stderr)
    raise SystemExit(1)


def environment(extra: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return the environment of child processes: the virtual environment first, UTF-8 output; None removes a name."""
    env = dict(os.environ)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["PYTHONUTF8"] = "1"
    env["PYTHONUNBUFFERED"] = "1"
    # Make passes its own flags down; a program started here must not take them for its own.
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONHOME", "__PYVENV_LAUNCHER__"):
        env.pop(name, None)
    for name, value in (extra or {}).items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def call(command: Iterable[str | Path], *, env: Mapping[str, str | None] | None = None, cwd: Path = ROOT) -> int:
    """Run a command with its output shown; return its exit code."""
    return subprocess.run([str(part) for part in command], env=environment(env), cwd=cwd, check=False).returncode


def quiet(
    command: Iterable[str | Path], *, env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command and keep its output, both streams together."""
    return subprocess.run(
        [str(part) for part in command],
        env=environment(env),
        cwd=ROOT,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def quiet_or_fail(command: Iterable[str | Path], what: str, *, hint: str = "") -> str:
    """Run a command silently; on failure show its output and end."""
    parts = [str(part) for part in command]
    result = quiet(parts)
    if result.returncode:
        print(result.stdout, file=sys.stderr)
        fail(f"{what}: {' '.join(parts)} ({result.returncode})", hint=hint)
    return result.stdout


class Progress:
    """Numbered lines of progress with the time that each step took."""

    def __init__(self, total: int) -> None:
        self.total, self.number = total, 0

    def step(self, title: str, work: Callable[[], str | None]) -> None:
        """Announce a step, do it, and say how it ended."""
        self.number += 1
        say(f"[{self.number}/{self.total}] {title} …")
        started = time.monotonic()
        note = work()
        say(f"      ✓ {note or '完成 done'} ({time.monotonic() - started:.1f} s)")


def is_root() -> bool:
    """Say whether system packages may be installed without asking."""
    return os.geteuid() == 0


def can_apt() -> bool:
    """Say whether apt may be used: root, and a Debian or Ubuntu."""
    return is_root() and shutil.which("apt-get") is not None


def apt_install(packages: Iterable[str]) -> bool:
    """Install the packages that this release of Debian or Ubuntu knows; say whether apt succeeded."""
    global _apt_lists_fresh  # noqa: PLW0603 - one refresh of the lists per run is enough
    if not can_apt():
        return False
    env = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    if not _apt_lists_fresh:
        quiet(["apt-get", "update", "-q"], env=env)
        _apt_lists_fresh = True
    known = [name for name in packages if quiet(["apt-cache", "show", "--no-all-versions", name]).returncode == 0]
    if not known:
        return False
    say(f"      apt-get install {' '.join(known)}")
    result = quiet(["apt-get", "install", "-y", "-q", "--no-install-recommends", *known], env=env)
    if result.returncode:
        print(result.stdout[-3000:], file=sys.stderr)
    return result.returncode == 0
