"""Data never raise, and never make a formula work for long."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cms.core.formula import ErrorValue, evaluate, parse, to_wire
from tests.cms.core.formula.node import in_browser_code
from tests.cms.core.formula.world import Answers, answers_from


def code(text: str, answers: Answers) -> Any:
    found = evaluate(parse(text), answers)
    return found.code if isinstance(found, ErrorValue) else found


def test_a_list_has_at_most_a_thousand_values() -> None:
    assert code("SUM([#t.#c])", Answers(columns={("t", "c"): [Decimal(1)] * 1_000})) == 1_000
    assert code("SUM([#t.#c])", Answers(columns={("t", "c"): [Decimal(1)] * 1_001})) == "#LIMIT!"


def test_the_steps_of_an_evaluation_are_counted_and_cannot_be_caught() -> None:
    lists = {("t", "c"): [1] * 1_000}
    text = "IFERROR(" + "+".join(["SUM([#t.#c],[#t.#c],[#t.#c],[#t.#c],[#t.#c])"] * 41) + ",0)"
    assert code(text, Answers(columns=lists)) == "#LIMIT!"
    wire = {"columns": {"t.c": [1] * 1_000}, "today": "2025-01-01"}
    assert in_browser_code([{"ast": parse(text).ast, "env": wire}]) == [{"e": "#LIMIT!"}]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("IN([#t.#c],[#t.#c])", {"columns": {"t.c": [1] * 500}}),
        ('COUNTIF([#t.#c],"*a*a*a*a*a*a*a*a*b")', {"columns": {"t.c": ["a" * 3_000] * 1_000}}),
    ],
)
def test_comparing_many_with_many_is_work_that_counts(text: str, answers: dict[str, Any]) -> None:
    wire = {**answers, "today": "2025-01-01"}
    assert code(text, answers_from(wire)) == "#LIMIT!"
    assert in_browser_code([{"ast": parse(text).ast, "env": wire}]) == [{"e": "#LIMIT!"}]


def test_a_text_that_grows_is_stopped() -> None:
    text = "&".join(["[#a]"] * 11)
    assert code(text, Answers({"a": "字" * 1_000})) == "#LIMIT!"
    assert code(text, Answers({"a": "字" * 900})) == "字" * 9_900


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        10**400,
        1.5,
        object(),
        {"a": 1},
        b"x",
        [[["deep"]]],
        (1, 2),
        datetime(2025, 1, 2, 3, tzinfo=UTC),
        date.min,
        date.max,
        "9" * 100_000,
        "\ud800",
        ErrorValue("#REF!"),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        *("[#a]", "[#a]+1", "-[#a]%", "[#a]^[#a]", "[#a]&1", "[#a]<[#a]", "[#a]-[#a]", "SUM([#a])", "ROUND([#a],2)"),
        *("MOD([#a],3)", "LEN([#a])", "YEAR([#a])", "EDATE([#a],[#a])", 'TEXT([#a],"0.00")', "RMBUPPER([#a])"),
        *("SCORE([#a])", "IN([#a],[#a])", "WORKDAY([#a],5)", "NETWORKDAYS([#a],[#a])", "COUNTIF([#a],[#a])"),
        *("MID([#a],[#a],[#a])", "DATE([#a],1,1)"),
    ],
)
def test_no_answer_makes_a_formula_raise(value: Any, text: str) -> None:
    to_wire(evaluate(parse(text), Answers({"a": value})))


@pytest.mark.parametrize(
    "text",
    [
        'TEXT([#d],"' + "y" * 99 + '")',
        'TEXT(5,"' + "#,##" * 24 + '")',
        'COUNTIF([#a],"' + "*a" * 40 + 'b")',
        '"' + "1" * 3_000 + '"+1',
    ],
)
def test_patterns_that_could_run_for_ever_do_not(text: str) -> None:
    evaluate(parse(text), Answers({"d": date(2025, 1, 1), "a": "a" * 5_000}))
