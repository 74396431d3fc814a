"""The browser's evaluator, run by Node: one process, JSON lines in and out."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts import frontend

HERE = Path(__file__).parent


def in_browser_code(cases: Iterable[dict[str, Any]]) -> list[Any]:
    """Return what static_src/js/formula says to each case ({"ast": …, "env": …}), in the wire form."""
    node, npm, _origin = frontend.node_and_npm()
    frontend.ensure_node_modules(npm)
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    result = subprocess.run(
        [*node, str(HERE / "evaluate_lines.mjs")], input=lines, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return [json.loads(line) for line in result.stdout.splitlines()]
