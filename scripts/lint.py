"""Every static check, each named and timed; `--fix` formats instead. One failing check fails the whole."""

import os
import re
import sys
import time
from collections.abc import Callable

from scripts import frontend, machine, messages
from scripts.machine import PYTHON, ROOT, VENV, say
from scripts.sources import project_files

# Places and addresses that belong to one machine; a letter is in brackets so that this file passes itself.
FORBIDDEN = re.compile(
    r"pythonhoste[d]|pyp[i]\.org|npmj[s]\.|npmmirro[r]|de[b]\.debian|securit[y]\.debian|/roo[t]/|(?<![\w.])/wor[k]/"
)
TEXT_FILES = (".py", ".html", ".txt", ".in", ".md", ".json", ".toml", ".yaml", ".yml", ".css", ".js", ".mjs", ".po")


def run(*command: str) -> list[str]:
    """Run a tool; its output is the list of faults when it fails."""
    result = machine.quiet([VENV / "bin" / command[0], *command[1:]])
    return result.stdout.splitlines()[-200:] or ["?"] if result.returncode else []


def templates() -> list[str]:
    """Return the project's templates."""
    return [str(path.relative_to(ROOT)) for path in project_files(".html") if "templates" in path.parts]


def djhtml(*options: str) -> list[str]:
    """Check or mend the indentation of the templates."""
    names = templates()
    return run("djhtml", *options, *names) if names else ["no templates found"]


def django_check(name: str) -> list[str]:
    """Run one of the checks that need Django."""
    result = machine.quiet(
        [PYTHON, "-m", "scripts.lint_django", name], env={"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    )
    return result.stdout.splitlines() if result.returncode else []


def manage(*arguments: str) -> list[str]:
    """Run a management command that fails when something is wrong."""
    result = machine.quiet([PYTHON, "manage.py", *arguments], env={"DJANGO_SETTINGS_MODULE": "cms.settings.test"})
    return result.stdout.splitlines() if result.returncode else []


def forbidden_places() -> list[str]:
    """Find addresses of package registries and paths of one machine."""
    faults = []
    for path in [*project_files(*TEXT_FILES), ROOT / "Makefile", ROOT / ".npmrc", ROOT / ".ci" / "run"]:
        if not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN.search(line):
                faults.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return faults


CHECKS: tuple[tuple[str, Callable[[], list[str]]], ...] = (
    ("ruff check", lambda: run("ruff", "check", ".")),
    ("ruff format", lambda: run("ruff", "format", "--check", ".")),
    ("import-linter 分层 layers", lambda: run("lint-imports", "--no-cache")),
    ("djhtml 模板缩进 template indentation", lambda: djhtml("--check")),
    ("模板可编译 templates compile", lambda: django_check("templates")),
    ("系统检查 system checks", lambda: manage("check", "--fail-level", "ERROR")),
    ("缺失的迁移 missing migrations", lambda: manage("makemigrations", "--check", "--dry-run")),
    ("缺失的译文 missing translations", lambda: django_check("translations")),
    ("机器路径与下载地址 machine paths, registries", forbidden_places),
    ("mypy", lambda: run("mypy")),
)


def fix() -> int:
    """Format Python and templates."""
    for command in (("ruff", "check", "--fix", "-q", "."), ("ruff", "format", ".")):
        say("\n".join(run(*command)) or f"✓ {' '.join(command)}")
    djhtml()
    say("✓ djhtml")
    return 0


def main() -> int:
    """Run the checks; return 1 when one of them found something."""
    os.chdir(ROOT)
    if "--fix" in sys.argv:
        return fix()
    messages.compile_catalogues()
    frontend.BUILT.mkdir(exist_ok=True)
    failed = []
    for title, check in CHECKS:
        started = time.monotonic()
        faults = check()
        say(f"{'✗' if faults else '✓'} {title} ({time.monotonic() - started:.1f} s)")
        for line in faults:
            say(f"    {line}")
        if faults:
            failed.append(title)
    say(f"✗ 未通过 FAILED: {', '.join(failed)}" if failed else "✓ 全部通过 all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
