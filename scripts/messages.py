"""Compile the message catalogues without gettext: `python -m scripts.messages` writes a .mo beside each .po."""

from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = {".venv", "node_modules", "var", ".git", ".setup"}


def catalogues() -> Iterator[Path]:
    """Yield every .po of the project."""
    for folder in sorted(ROOT.iterdir()):
        if folder.is_dir() and folder.name not in FOREIGN:
            yield from sorted(folder.rglob("LC_MESSAGES/*.po"))


def compile_catalogues() -> int:
    """Write the .mo of every catalogue that is newer than it; return how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written += 1
    return written


if __name__ == "__main__":
    print(f"翻译目录已编译 catalogues compiled: {compile_catalogues()}")
