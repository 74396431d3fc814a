"""Answers as formulas see them, and results as they are stored."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.fields import field_type
from tests.forms_app.engine.specs import LOOKUPS, a_field, choices

OPTIONS = choices("甲", "乙", "丙")


@pytest.mark.parametrize(
    ("type_", "attributes", "stored", "seen"),
    [
        ("number", {}, "456.5", Decimal("456.5")),
        ("money", {"unit": "万元"}, "65000000.00", Decimal(6500)),
        ("money", {}, "0.01", Decimal("0.01")),
        ("text", {}, "青岚", "青岚"),
        ("radio", {"choices": OPTIONS}, "甲", "甲"),
        ("radio_with_text", {"choices": OPTIONS}, {"value": "乙", "text": "理由"}, "乙"),
        ("checkbox", {"choices": OPTIONS}, {"selected": ["甲", "丙"], "texts": {"甲": "词"}}, ["甲", "丙"]),
        ("date", {}, "2025-10-20", dt.date(2025, 10, 20)),
        (
            "date_range",
            {},
            {"start": "2025-01-01", "end": "2025-10-20"},
            [dt.date(2025, 1, 1), dt.date(2025, 10, 20)],
        ),
        ("before_after", {"choices": OPTIONS}, {"after": "乙"}, ["乙"]),
        ("item_list", {}, [{"id": "r1", "text": "一"}, {"id": "r2", "text": "二"}], ["一", "二"]),
        ("file", {}, ["a", "b"], ["a", "b"]),
    ],
)
def test_a_stored_answer_is_seen_in_the_unit_of_the_screen(
    type_: str, attributes: dict[str, Any], stored: Any, seen: Any
) -> None:
    assert field_type(type_).to_formula(a_field(type_, **attributes), stored) == seen


@pytest.mark.parametrize(
    ("type_", "attributes", "result", "stored"),
    [
        ("number", {"decimals": 2}, Decimal("2.345"), "2.35"),
        ("number", {"decimals": 2}, Decimal("-2.345"), "-2.35"),
        ("number", {"decimals": 0}, Decimal("0.5"), "1"),
        ("number", {}, Decimal(1) / 3, "0.333333"),
        ("number", {}, Decimal("1E+30"), None),
        ("number", {}, "七", None),
        ("money", {"unit": "万元"}, Decimal("6500.005"), "65000100.00"),
        ("money", {"unit": "亿元", "decimals": 4}, Decimal("1.00005"), "100010000.00"),
        ("money", {"unit": "元"}, Decimal("0.005"), "0.01"),
        ("text", {}, "壹元整", "壹元整"),
        ("text", {}, Decimal("1.50"), "1.5"),
        ("text", {"max_length": 2}, "壹元整", None),
        ("radio", {"choices": OPTIONS}, "乙", "乙"),
        ("radio", {"choices": OPTIONS}, "丁", None),
        ("date", {}, dt.date(2025, 1, 2), "2025-01-02"),
        ("table", {}, "x", None),
    ],
)
def test_a_result_is_stored_in_the_shape_of_its_field_or_not_at_all(
    type_: str, attributes: dict[str, Any], result: Any, stored: Any
) -> None:
    assert field_type(type_).from_formula(a_field(type_, **attributes), result) == stored


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=8), st.sampled_from(["元", "万元", "亿元"]))
def test_what_a_formula_stores_is_what_typing_it_would_store(number: Decimal, unit: str) -> None:
    spec = a_field("money", unit=unit, decimals=2, allow_negative=True)
    kind = field_type("money")
    stored = kind.from_formula(spec, number)
    if stored is None:
        assert abs(number) * {"元": 1, "万元": 10**4, "亿元": 10**8}[unit] > 10**14
        return
    again, faults = kind.clean(spec, str(kind.to_inputs(spec, stored)[spec.id]), LOOKUPS)
    assert (again, faults) == (stored, []) or Decimal(again or 0) == Decimal(stored)
