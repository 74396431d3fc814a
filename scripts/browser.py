"""A real Chromium for the browser tests."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from scripts import machine
from scripts.machine import fail, quiet

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")


def installed() -> str | None:
    """Return the path of a Chromium that starts, the machine's or the one that Playwright keeps."""
    candidates = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES)]
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    candidates += [str(path) for path in sorted(kept.glob("chromium-*/chrome-linux*/chrome"), reverse=True)]
    for path in candidates:
        # On Ubuntu /usr/bin/chromium-browser may be a script that only advertises the snap.
        if path and "Chrom" in quiet([path, "--version", "--no-sandbox"]).stdout:
            return path
    return None


def driver_starts() -> bool:
    """Say whether the program through which Playwright speaks to browsers runs here; it needs libatomic."""
    found = importlib.util.find_spec("playwright")
    if found is None or found.origin is None:
        return False
    return quiet([str(Path(found.origin).parent / "driver" / "node"), "--version"]).returncode == 0


def ensure() -> str:
    """Return the path of a Chromium, installed with what drives it if need be; end loudly when there is none."""
    if not driver_starts():
        machine.apt_install(["libatomic1"])
        if not driver_starts():
            fail(
                "Playwright 的驱动程序无法启动,浏览器测试无法运行 / Playwright's driver does not start",
                hint="sudo apt-get install libatomic1",
            )
    path = installed()
    if path is None and machine.can_apt():
        machine.apt_install(["chromium", "fonts-noto-cjk"])
        path = installed()
    if path is None:
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        quiet([*install, "--with-deps"] if machine.is_root() else install)
        path = installed()
    if path is None:
        fail(
            "没有可用的 Chromium,浏览器测试无法运行 / no Chromium: the browser tests cannot run",
            hint="sudo apt-get install chromium   (或 or: .venv/bin/playwright install --with-deps chromium)",
        )
    return path
