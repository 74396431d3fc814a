"""What cannot be right whatever is answered is said before the form is published."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from cms.core.formula import parse, problems, to_ids
from tests.cms.core.formula.world import NAMES


def codes(stored: str, want: str | None = None, row_of: str | None = None) -> list[str]:
    return [found.code for found in problems(parse(stored), NAMES, want, row_of)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("[营业收入]*50%-[营业成本（万元）]", "number"),
        ('IF([规模]="大型",50,20)', "number"),
        ("SUM([费用明细.单价])/COUNTA([费用明细.类别])", "number"),
        ("[营业收入]>0", "boolean"),
        ("[是否同意]", "boolean"),
        ('AND(IN([改造方向],"研发"),[成立日期]>="2020-01-01")', "boolean"),
        ("ISBLANK([附件])", "boolean"),
        ("[成立日期]+30", "date"),
        ("TODAY()-[成立日期]", "number"),
        ("TODAY()-30", "date"),
        ('"共"&[营业收入]&"万元"', "text"),
        ("[营业收入]", "text"),
        ("EDATE([成立日期],12)", "date"),
        ('LOOKUP("补贴上限",[规模])', "number"),
        ("[上年.营业收入]*1.2", "number"),
        ('[own_name]="5"', "boolean"),
        ('[规模]=""', "boolean"),
        ('[营业收入]="5"', "boolean"),
        ("IFERROR([营业收入]/[营业成本（万元）],0)", "number"),
        ("MAX([成立日期],TODAY())", "date"),
        ('SUMIF([费用明细.类别],"软件",[费用明细.单价])', "number"),
        ('COUNTIF([费用明细.单价],">5")', "number"),
    ],
)
def test_a_sound_formula_has_no_problems(text: str, want: str) -> None:
    assert codes(to_ids(text, NAMES), want) == []


@pytest.mark.parametrize(
    ("stored", "want", "expected"),
    [
        ("[#gone]+1", None, ["unknown"]),
        ("[last.#cost]", None, ["unknown"]),
        ("[row.#price]", None, ["no_row"]),
        ("[#items]", None, ["table"]),
        ("[#n1]*2", None, ["not_number"]),
        ("SUM([#n1])", None, ["not_number"]),
        ("[#items.#price]*2", None, ["list"]),
        ('[#dirs]="研发"', None, ["list"]),
        ("YEAR([#inc])", None, ["not_date"]),
        ("IF([#n1],1,2)", None, ["not_boolean"]),
        ("[#n1]>5", None, ["mixed"]),
        ("[#since]=5", None, ["mixed"]),
        ('[#agree]="是"', None, ["mixed"]),
        ('[#size]="巨型"', None, ["option"]),
        ('IN([#size],"大型","巨型")', None, ["option"]),
        ('CONTAINS([#dirs],"销售")', None, ["option"]),
        ("ROUND(1,2,3)", None, ["count"]),
        ("IF(TRUE)", None, ["count"]),
        ("TODAY(1)", None, ["count"]),
        ("SCORE(5)", None, ["not_field"]),
        ("LOOKUP([#n1],1)", None, ["rule_table"]),
        ("[#since]+[#since]", None, ["dates_added"]),
        ("5-[#since]", None, ["not_date"]),
        ('[#since]+"a"', None, ["not_number"]),
        ("[#inc]/0", None, ["zero"]),
        ("[#n1]", "number", ["result"]),
        ("[#inc]>0", "number", ["result"]),
        ("[#inc]", "date", ["result"]),
        ("[#n1]", "boolean", ["result"]),
        ("[#items.#price]", "number", ["list"]),
        ("[#n1]+[#gone]+YEAR(5)", None, ["not_number", "unknown", "not_date"]),
    ],
)
def test_each_problem_is_found(stored: str, want: str | None, expected: list[str]) -> None:
    assert codes(stored, want) == expected


def test_a_row_is_known_inside_its_table() -> None:
    assert codes("[row.#price]*[row.#count]", "number", "items") == []


def test_a_problem_names_field_and_place_as_people_see_them() -> None:
    found = problems(parse("[#inc]>0\n+[#n1]"), NAMES)[0]
    with translation.override("zh-hans"):
        assert found.text(gettext) == "第2行第2个字符处：“[企业信息/名称]”不是数字，此处需要数字。"


def test_a_wrong_option_names_the_nearest() -> None:
    found = problems(parse('1=1=([#size]="大形")'), NAMES)[0]
    with translation.override("zh-hans"):
        assert found.text(gettext) == "第11个字符处：“大形”不是“规模”的选项，您是不是要找“大型”？"
