"""附2: what follows from the figures of the enterprise is computed, and what contradicts them is flagged."""

from typing import Any

import pytest

from tests.cms.programmes.official import Sheet, official_form

DIFFERENT = "填写的企业规模与按划型标准得出的不同，请核对。"


def sheet(**answers: Any) -> Sheet:
    return Sheet("enterprise-info-sheet", answers)


@pytest.mark.row("JS-59")
def test_revenue_per_head_follows_from_revenue_and_staff() -> None:
    assert sheet(revenue="6200", staff="124").shown("revenue_per_head") == "50.00 万元"
    assert sheet(revenue="6200").computed("revenue_per_head") is None
    profit = {one.key: one for _section, one in official_form("enterprise-info-sheet").fields()}["profit"]
    assert profit.allow_negative


@pytest.mark.row("JS-56")
@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [
        ("1000", "40000", "大型企业"),
        ("999", "50000", "中型企业"),
        ("300", "2000", "中型企业"),
        ("300", "1999.99", "小型企业"),
        ("20", "300", "小型企业"),
        ("19", "5000", "微型企业"),
        ("500", "299", "微型企业"),
    ],
)
def test_the_size_is_computed_and_a_difference_is_flagged(staff: str, revenue: str, size: str) -> None:
    given = {"staff": staff, "revenue": revenue, "industry_code": "3484"}
    assert sheet(**given, size="小型企业").computed("size_computed") == size
    assert (DIFFERENT in sheet(**given, size="小型企业").says("notice")) is (size != "小型企业")


def test_large_is_not_offered() -> None:
    size = {one.key: one for _section, one in official_form("enterprise-info-sheet").fields()}["size"]
    assert [choice.label for choice in size.choices] == ["中型企业", "小型企业", "微型企业"]


@pytest.mark.parametrize("missing", ["staff", "revenue", "industry_code"])
def test_nothing_is_said_of_the_size_while_a_figure_is_missing(missing: str) -> None:
    given = {"staff": "19", "revenue": "100", "industry_code": "3484", "size": "中型企业"}
    found = sheet(**{key: value for key, value in given.items() if key != missing})
    assert found.computed("size_computed") is None
    assert found.says("notice") == set()


def test_an_industry_beyond_the_table_has_no_size() -> None:
    found = sheet(staff="19", revenue="100", industry_code="5111", size="中型企业")
    assert found.computed("size_computed") is None
    assert found.says("notice") == set()
