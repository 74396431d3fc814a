"""Run the whole suite on both databases and the browser tests in a real Chromium; nothing is skipped in silence."""

import argparse
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from scripts import browser, frontend, machine, messages, pdf, postgres
from scripts.machine import PYTHON, ROOT, environment, fail, say

Environment = dict[str, str | None]

NO_TESTS = 5
SUITES = {
    "all": ("sqlite", "postgres", "e2e"),
    "sqlite": ("sqlite",),
    "postgres": ("postgres",),
    "e2e": ("e2e",),
}


@dataclass(frozen=True)
class Outcome:
    """How one run ended."""

    title: str
    code: int
    seconds: float
    summary: str


def pytest(title: str, arguments: list[str], env: Environment) -> Outcome:
    """Run pytest with its output shown and keep its last line."""
    say(f"\n━━━ {title}")
    started = time.monotonic()
    process = subprocess.Popen(
        [str(PYTHON), "-m", "pytest", *arguments],
        cwd=ROOT, env=environment(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    summary = ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if re.search(r"\d+ (passed|failed|error)", line):
            summary = line.strip(" =\n")
    code = process.wait()
    return Outcome(title, code, time.monotonic() - started, summary or f"pytest: {code}")


def only_on_postgres(paths: list[str]) -> list[str]:
    """List the tests that SQLite cannot prove, so that leaving them out there is said aloud."""
    found = machine.quiet([PYTHON, "-m", "pytest", "--collect-only", "-q", "-m", "postgres", *paths])
    if found.returncode not in (0, NO_TESTS):
        print(found.stdout)
        fail("测试收集失败 / the tests could not be collected")
    return [line for line in found.stdout.splitlines() if "::" in line]


def record_environment(label: str, *, whole: bool) -> Environment:
    """Tell the rows plugin which run this is and whether it replaces the record of the last one."""
    return {"TEST_RUN_LABEL": label, "TEST_RUN_WHOLE": "1" if whole else "", "TESTS_MAY_NOT_SKIP": "1"}


def drop_left_over(url: str, prefix: str) -> None:
    """Remove the databases of this run that an interrupted pytest left behind."""
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        for (name,) in names.fetchall():
            connection.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))


class Run:
    """One call of `make test`: what was asked for and how each part ended."""

    def __init__(self, options: argparse.Namespace, extra: list[str]) -> None:
        self.workers, self.rows_only, self.extra = options.workers, options.rows, extra
        self.whole = not extra and not options.rows
        # In the order of collection: tests that empty the tables come last on each worker, as pytest-django sorts them.
        self.parallel = ["-n", str(self.workers), "--dist", "load"]
        self.outcomes: list[Outcome] = []
        self.folder = ROOT / "var" / "test"
        self.folder.mkdir(parents=True, exist_ok=True)

    def environment(self, label: str, extra: Environment) -> Environment:
        """Return the environment of one part: a folder of its own, so that the demo's files stay untouched."""
        folder = self.folder / label
        folder.mkdir(exist_ok=True)
        base = {"PILOTDESK_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        return base | record_environment(label, whole=self.whole) | extra

    def expression(self, expression: str) -> str:
        """Narrow a marker expression to the tests that prove requirement rows, if only those are wanted."""
        return f"row and {expression}" if self.rows_only else expression

    def suite(self, label: str, title: str, expression: str, env: Environment, options: list[str]) -> None:
        """Run one part and keep its outcome; a selection that matches nothing here is not a failure."""
        arguments = ["-m", self.expression(expression), *options, *self.extra]
        outcome = pytest(title, arguments, self.environment(label, env))
        if outcome.code == NO_TESTS and not self.whole:
            outcome = Outcome(title, 0, outcome.seconds, "无匹配的测试 no test selected here")
        self.outcomes.append(outcome)

    def sqlite(self) -> None:
        """Everything but the browser on SQLite."""
        left = only_on_postgres([part for part in self.extra if not part.startswith("-") and Path(part).exists()])
        say(f"\n{len(left)} 个测试只在 PostgreSQL 上运行 tests run on PostgreSQL only (SQLite hides the race):")
        for name in left:
            say(f"  · {name}")
        env: Environment = {"DATABASE_URL": None}
        self.suite(
            "sqlite", "SQLite: 单元、服务、接口 unit, service, edge", "not postgres and not e2e", env, self.parallel
        )

    def on_postgres(self, parts: list[str]) -> None:
        """Everything on PostgreSQL: the suite, the browser tests, or both."""
        with postgres.server() as (url, which):
            say(f"\nPostgreSQL: {which}")
            name = f"test_pilotdesk_{os.getpid()}"
            env = {"DATABASE_URL": url, "TEST_DB_NAME": name}
            try:
                if "postgres" in parts:
                    title = "PostgreSQL: 单元、服务、接口、并发 unit, service, edge, races"
                    self.suite("postgres", title, "not e2e and not no_database", env, self.parallel)
                if "e2e" in parts:
                    self.browser("e2e-postgres", "PostgreSQL", env)
            finally:
                drop_left_over(url, name)

    def browser(self, label: str, title: str, env: Environment) -> None:
        """The browser tests on one database."""
        chromium = browser.ensure()
        # Playwright's loop runs in the thread of the tests; Django would refuse the database there.
        extra = {"CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        title = f"{title}: 浏览器 browser ({chromium})"
        self.suite(label, title, "e2e", env | extra, [])

    def report(self) -> int:
        """Print how each part ended; return the exit code."""
        say("\n" + "═" * 78)
        for outcome in self.outcomes:
            mark = "✓" if outcome.code == 0 else "✗"
            say(f"{mark} {outcome.title}  [{outcome.seconds:.0f} s]\n    {outcome.summary}")
        failed = [outcome for outcome in self.outcomes if outcome.code]
        say("═" * 78)
        say("✗ 未通过 FAILED" if failed else "✓ 全部通过 all passed")
        return 1 if failed else 0


def main() -> int:
    """Parse the call, prepare what the tests need, run the parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", choices=sorted(SUITES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", action="store_true", help="only the tests that prove a requirement row")
    options, extra = parser.parse_known_args()
    os.chdir(ROOT)
    say(frontend.ensure_built())
    say(pdf.ensure())
    messages.compile_catalogues()
    parts = SUITES[options.suite]
    run = Run(options, extra)
    with ExitStack() as stack:
        stack.callback(sys.stdout.flush)
        if "sqlite" in parts:
            run.sqlite()
        if "postgres" in parts or "e2e" in parts:
            run.on_postgres([part for part in parts if part != "sqlite"])
    return run.report()


if __name__ == "__main__":
    sys.exit(main())
