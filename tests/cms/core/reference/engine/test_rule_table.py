"""A decision table is read from the top; what its cells mean is exact."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.formula import ErrorValue
from cms.core.reference.engine.cells import Cell, CellFault, condition_of, covers, overlap
from cms.core.reference.engine.rule_book import RuleBook, table_name_of
from cms.core.reference.engine.rule_table import (
    Column,
    Row,
    RuleTable,
    row_changes,
    rule_problems,
    rule_warnings,
    table_from_json,
    table_to_json,
)

LEVELS = RuleTable(
    conditions=(Column("得分", "number", "range"), Column("类型")),
    results=(Column("等级"), Column("上限", "number")),
    rows=(
        Row((">=80", "任意"), ("四级", "50")),
        Row(("[60，80）", "规上|规下"), ("三级", "30.50")),
        Row(("<60", "规上"), ("二级", "")),
    ),
)


def book(**tables: RuleTable) -> RuleBook:
    return RuleBook(tables, frozenset({"明年的表"}))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([Decimal("80"), "规上"], "四级"),
        ([Decimal("79.999"), "规下"], "三级"),
        (["60", "规上"], "三级"),
        ([Decimal(0), "规上"], "二级"),
        ([Decimal(99), None], "四级"),
    ],
)
def test_the_first_row_that_fits_gives_the_result(keys: list[object], expected: str) -> None:
    assert book(等级=LEVELS).lookup("等级", keys) == expected


def test_another_result_column_is_named_after_a_dot() -> None:
    assert book(等级=LEVELS).lookup("等级.上限", [Decimal(60), "规下"]) == Decimal("30.50")
    assert book(等级=LEVELS).lookup("等级.上限", [Decimal(1), "规上"]) is None


@pytest.mark.parametrize(
    ("name", "keys", "code"),
    [
        ("等级", [Decimal(1), "规下"], "#N/A"),
        ("等级", [None, "规上"], "#N/A"),
        ("等级", ["六十", "规上"], "#N/A"),
        ("等级", [Decimal(1)], "#VALUE!"),
        ("没有的表", [Decimal(1)], "#NAME?"),
        ("等级.没有的列", [Decimal(1), "规上"], "#NAME?"),
        ("明年的表", [Decimal(1)], "#N/A"),
    ],
)
def test_what_cannot_be_looked_up_says_why(name: str, keys: list[object], code: str) -> None:
    found = book(等级=LEVELS).lookup(name, keys)
    assert isinstance(found, ErrorValue)
    assert found.code == code
    assert found.message % found.params


@pytest.mark.parametrize("text", ["[80,60]", "(5,5]", "[a,b]", ">=", "六十", "1e9"])
def test_a_range_that_nothing_fits_is_a_fault(text: str) -> None:
    with pytest.raises(CellFault):
        condition_of(text, "number", "range")


def test_dates_and_truth_have_cells_too() -> None:
    until_june = condition_of("[2025-01-01,2025/6/30]".replace("/6/", "-06-"), "date", "range")
    assert until_june.fits(dt.date(2025, 6, 30))
    assert not until_june.fits(dt.date(2025, 7, 1))
    assert condition_of("是", "boolean", "exact").fits(True)
    assert not condition_of("否", "boolean", "exact").fits(True)


BOUNDS = st.integers(-4, 4).map(Decimal)
RANGES = st.builds(
    Cell, low=st.none() | BOUNDS, high=st.none() | BOUNDS, low_open=st.booleans(), high_open=st.booleans()
)
CELLS = (
    st.just(Cell(anything=True))
    | st.lists(BOUNDS, min_size=1, max_size=3).map(lambda v: Cell(values=tuple(v)))
    | RANGES
)
KEYS = [Decimal(n) / 2 for n in range(-12, 13)]


@given(CELLS, CELLS)
def test_overlap_and_cover_agree_with_the_keys_themselves(one: Cell, other: Cell) -> None:
    both = [key for key in KEYS if one.fits(key) and other.fits(key)]
    if both:
        assert overlap(one, other)
    if covers(one, other):
        assert all(one.fits(key) for key in KEYS if other.fits(key))


def test_a_row_that_is_never_reached_and_one_that_contradicts_are_warned_of() -> None:
    hidden = RuleTable(LEVELS.conditions, LEVELS.results, (*LEVELS.rows, Row(("[85,90]", "规上"), ("五级", "1"))))
    assert [(w.row, w.message.startswith("Row")) for w in rule_warnings(hidden)] == [(4, True)]
    contradicting = RuleTable(LEVELS.conditions, LEVELS.results, (*LEVELS.rows, Row((">=70", "合资"), ("五级", "1"))))
    assert [w.params for w in rule_warnings(contradicting)] == [{"row": 4, "other": 1}]
    assert rule_warnings(LEVELS) == []
    fallback = RuleTable(LEVELS.conditions, LEVELS.results, (*LEVELS.rows, Row(("任意", "任意"), ("未评", ""))))
    assert rule_warnings(fallback) == []


def test_everything_wrong_is_named_with_row_and_column() -> None:
    wrong = RuleTable(
        conditions=(Column("得分", "number", "range"),),
        results=(Column("等级", "number"),),
        rows=(Row(("高",), ("一级",)), Row(("1", "2"), ("3",))),
    )
    assert [(p.row, p.place) for p in rule_problems(wrong)] == [
        (1, ("rows", 0, "when", 0)),
        (1, ("rows", 0, "then", 0)),
        (2, ("rows", 1)),
    ]
    assert len(rule_problems(RuleTable())) == 2
    same = RuleTable((Column("甲"), Column("甲", "text", "range")), (Column(" "),), LEVELS.rows)
    assert len(rule_problems(same)) == 3


def test_a_stored_table_comes_back_as_it_was() -> None:
    assert table_from_json(table_to_json(LEVELS)) == LEVELS


def test_the_difference_of_two_versions_lists_rows_removed_and_added() -> None:
    newer = RuleTable(LEVELS.conditions, LEVELS.results, (LEVELS.rows[0], Row(("<60", "规上"), ("一级", ""))))
    assert [(c.kind, c.cells[2]) for c in row_changes(LEVELS, newer)] == [
        ("removed", "三级"),
        ("removed", "二级"),
        ("added", "一级"),
    ]


def test_a_reference_means_a_table_or_a_column_of_it() -> None:
    assert table_name_of("等级.上限", frozenset({"等级"})) == "等级"
    assert table_name_of("等级", frozenset({"等级"})) == "等级"
    assert table_name_of("上限", frozenset({"等级"})) is None
