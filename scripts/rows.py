"""`make rows`: which requirement rows have a passing test, and which have not."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from scripts.machine import PYTHON, ROOT, environment, say
from scripts.sources import sources_digest

RECORD = ROOT / "var" / "rows.json"
REQUIREMENTS = ROOT / "docs" / "requirements.json"
SIGNS = {"passed": "✓", "failing": "✗", "none": "·"}


def row_states(runs: dict[str, dict[str, Any]], ids: list[str]) -> dict[str, str]:
    """Give each row its state: one failing test on any database is enough for the row not to count."""
    outcomes: dict[str, set[str]] = defaultdict(set)
    for tests in runs.values():
        for test in tests.values():
            for row in test["rows"]:
                outcomes[row].add(test["outcome"])
    return {row: _state(outcomes[row]) for row in ids}


def _state(outcomes: set[str]) -> str:
    if not outcomes:
        return "none"
    return "passed" if outcomes == {"passed"} else "failing"


def record(path: Path = RECORD) -> dict[str, Any]:
    """Read what the last test runs wrote; empty when it is missing or of another state of the sources."""
    if not path.exists():
        return {}
    content = json.loads(path.read_text())
    return content if content.get("source") == sources_digest() else {}


def main() -> int:
    """Print the rows; run their tests first when there is no record of this state of the sources."""
    if not record() and "--recorded" not in sys.argv:
        say("没有当前代码的测试记录,先运行与需求对应的测试 no record of these sources, running the rows' tests first")
        subprocess.run([str(PYTHON), "-m", "scripts.test", "all", "--rows"], cwd=ROOT, env=environment(), check=False)
    content = record() or (json.loads(RECORD.read_text()) if RECORD.exists() else {})
    rows = json.loads(REQUIREMENTS.read_text())["rows"]
    states = row_states(content.get("runs", {}), [row["id"] for row in rows])
    for row in rows:
        state = states[row["id"]]
        say(f"{SIGNS[state]} {row['id']:<7} {state:<8} {row['article']}  {row['requirement'][:90]}")
    say(f"rows: {sum(state == 'passed' for state in states.values())}/{len(rows)}")
    return 1 if "failing" in states.values() else 0


if __name__ == "__main__":
    sys.exit(main())
