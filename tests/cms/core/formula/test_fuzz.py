"""Whatever the formula and the answers: the server and the browser come to the same value."""

import secrets
from typing import Any

import pytest

from cms.core.formula import evaluate, parse
from cms.core.formula.wire import to_wire
from tests.cms.core.formula.fuzz import Fuzz
from tests.cms.core.formula.node import in_browser_code
from tests.cms.core.formula.world import answers_from


def differences(seed: int, count: int) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the cases on which the two languages differ, and how often each kind of result came out."""
    fuzz = Fuzz(seed)
    cases, expected = [], []
    for _ in range(count):
        case = fuzz.case()
        formula = parse(case["text"])
        cases.append({"ast": formula.ast, "env": case["env"], "text": case["text"]})
        expected.append(to_wire(evaluate(formula, answers_from(case["env"]))))
    found = in_browser_code({"ast": case["ast"], "env": case["env"]} for case in cases)
    assert len(found) == count
    kinds: dict[str, int] = {}
    for one in expected:
        kind = next(iter(one)) if isinstance(one, dict) else type(one).__name__
        kinds[kind] = kinds.get(kind, 0) + 1
    return [
        {"seed": seed, "text": case["text"], "server": mine, "browser": theirs, "env": case["env"]}
        for case, mine, theirs in zip(cases, expected, found, strict=True)
        if mine != theirs
    ], kinds


@pytest.mark.parametrize("seed", [20250618, secrets.randbelow(2**31)], ids=["known", "new"])
def test_five_thousand_random_formulas_come_to_the_same_in_both_languages(seed: int) -> None:
    wrong, kinds = differences(seed, 5_000)
    assert not wrong, wrong[:3]
    # A fuzz that only meets errors proves nothing.
    assert kinds["n"] + kinds["str"] + kinds["bool"] + kinds["d"] > 2_000, kinds
