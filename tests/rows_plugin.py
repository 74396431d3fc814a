"""Ties tests to requirement rows and keeps the outcome of every tied test in var/rows.json."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cms.settings.env import env
from scripts.sources import sources_digest

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "var" / "rows.json"
KNOWN_ROWS = frozenset(row["id"] for row in json.loads((ROOT / "docs/requirements.json").read_text())["rows"])
PROPERTY = "requirement_rows"


def rows_of(item: pytest.Item) -> list[str]:
    """Return the rows that a test names, once each."""
    return sorted({str(row) for marker in item.iter_markers("row") for row in marker.args})


def merge(record: dict[str, Any], *, label: str, tests: dict[str, Any], whole: bool, source: str) -> dict[str, Any]:
    """Put the outcomes of one run into the record.

    A whole run replaces what its label held; a partial one adds to it. Outcomes of other sources are dropped: they
    say nothing about these.
    """
    runs = dict(record.get("runs", {})) if record.get("source") == source else {}
    runs[label] = tests if whole else {**runs.get(label, {}), **tests}
    return {"source": source, "runs": runs}


class Recorder:
    """Collects the outcomes on the process that sees all reports."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, Any]] = {}
        self.skipped: list[str] = []

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst phase of each test that names a row."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)
        rows = dict(report.user_properties).get(PROPERTY)
        if not rows:
            return
        test = self.tests.setdefault(report.nodeid, {"rows": rows, "outcome": "none"})
        if report.failed or report.skipped:
            test["outcome"] = report.outcome
        elif report.when == "call" and test["outcome"] == "none":
            test["outcome"] = "passed"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the record; a skipped test fails a run that promised to skip nothing."""
        if self.tests:
            previous = json.loads(RECORD.read_text()) if RECORD.exists() else {}
            RECORD.parent.mkdir(parents=True, exist_ok=True)
            whole, label = env.str("TEST_RUN_WHOLE", default="") == "1", env.str("TEST_RUN_LABEL", default="by-hand")
            merged = merge(previous, label=label, tests=self.tests, whole=whole, source=sources_digest())
            RECORD.write_text(json.dumps(merged, ensure_ascii=False, indent=1, sort_keys=True))
        if self.skipped and env.str("TESTS_MAY_NOT_SKIP", default=""):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which skipped tests make the run fail."""
        if self.skipped and env.str("TESTS_MAY_NOT_SKIP", default=""):
            terminalreporter.section("skipped tests are failures here", red=True)
            for nodeid in self.skipped:
                terminalreporter.line(nodeid)


def pytest_configure(config: pytest.Config) -> None:
    """Record on the controlling process only: with xdist it receives every worker's reports."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(), "requirement-rows")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Attach the rows to the reports; a row that does not exist is a mistake in the test."""
    for item in items:
        rows = rows_of(item)
        unknown = set(rows) - KNOWN_ROWS
        if unknown:
            raise pytest.UsageError(f"{item.nodeid}: docs/requirements.json has no row {', '.join(sorted(unknown))}")
        if rows:
            item.user_properties.append((PROPERTY, rows))
