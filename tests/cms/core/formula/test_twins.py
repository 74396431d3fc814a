"""What both languages must know, they know alike."""

import re
from pathlib import Path

from cms.core.formula import FUNCTIONS, limits
from tests.cms.core.formula.node import in_browser_code

ROOT = Path(__file__).resolve().parents[4]
BROWSER = ROOT / "static_src" / "js" / "formula"


def test_the_browser_counts_arguments_as_the_server_does() -> None:
    (counts,) = in_browser_code([{"ask": "counts"}])
    assert counts == {name: [function.least, function.most] for name, function in FUNCTIONS.items()}


def test_the_browser_has_the_servers_limits() -> None:
    found = re.findall(r"export const (\w+) = (\d+);", (BROWSER / "limits.js").read_text(encoding="utf-8"))
    known = {name: int(value) for name, value in found}
    shared = known.keys() & vars(limits).keys()
    assert len(shared) > 12
    assert {name: known[name] for name in shared} == {name: getattr(limits, name) for name in shared}
