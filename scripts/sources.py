"""The project's own files: which they are, and a fingerprint of their state."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Made by tools or by the running site; never part of the project.
FOREIGN = frozenset({".git", ".venv", ".setup", "node_modules", "static_build", "var", "__pycache__", "out"})
FOREIGN_PREFIXES = (".mypy", ".ruff", ".pytest", ".import_linter", ".hypothesis")


def project_files(*suffixes: str) -> Iterator[Path]:
    """Yield the project's files with one of the suffixes (all of them when none is named), in a stable order."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(n for n in folders if n not in FOREIGN and not n.startswith(FOREIGN_PREFIXES))
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder) / name


def sources_digest() -> str:
    """Return the fingerprint of everything that decides how a test ends."""
    digest = hashlib.sha256()
    for path in project_files(".py", ".html", ".txt", ".yaml", ".yml", ".json", ".js", ".css", ".po", ".toml", ".lark"):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
