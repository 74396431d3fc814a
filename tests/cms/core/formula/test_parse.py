"""Formulas as people type them, and what is said when they cannot be read."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.formula import FormulaError, Ref, evaluate, limits, parse
from tests.cms.core.formula.world import Answers


def fault(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "empty", (1, 1)),
        ("  =  ", "empty", (1, 1)),
        ("1+", "ends_early", (1, 3)),
        ("SUM(1,", "ends_early", (1, 7)),
        ("(1+2", "bracket", (1, 1)),
        ("IF((1+2,3", "bracket", (1, 4)),
        ('"(" & ((1)', "bracket", (1, 7)),
        ("1)", "bracket", (1, 2)),
        ("1 2", "operator_missing", (1, 3)),
        ("[#a][#b]", "operator_missing", (1, 5)),
        ("2(3)", "operator_missing", (1, 2)),
        ("1,2", "comma", (1, 2)),
        ("SUM(1,,2)", "value_missing", (1, 7)),
        ("SUM(1,)", "value_missing", (1, 7)),
        ("1+*2", "value_missing", (1, 3)),
        ("*2", "value_missing", (1, 1)),
        ('"abc', "open_text", (1, 1)),
        ("1&“abc", "open_text", (1, 3)),
        ("1+[abc", "open_name", (1, 3)),
        ("1+\n  $2", "character", (2, 3)),
        ("1+{2}", "character", (1, 3)),
        ("营业收入*2", "bare_name", (1, 1)),
        ("SUM+1", "bare_name", (1, 1)),
        ("1+\n2+SUMM(3)", "function", (2, 3)),
        ("[营业收入]", "not_stored", (1, 1)),
        ("1" * 61, "digits", (1, 1)),
    ],
)
def test_a_fault_names_its_kind_and_place(text: str, code: str, position: tuple[int, int]) -> None:
    found = fault(text)
    assert (found.code, found.position) == (code, position)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1+SUMM(3)", "第3个字符处：没有函数“SUMM”，您是不是要找“SUM”？"),
        ("1\n+营业收入", "第2行第2个字符处：“营业收入”单独出现没有意义。字段请加方括号：[营业收入]；文字请加引号。"),
        ("SUM（1，2", "第4个字符处：这个左括号没有对应的右括号，请补上“)”。"),
        ("1＋＊2", "第3个字符处：“＊”前缺少内容。请补上字段、数字或文字，或删去多余的部分。"),
    ],
)
def test_a_fault_is_a_chinese_sentence_that_says_what_to_do(text: str, sentence: str) -> None:
    with translation.override("zh-hans"):
        assert fault(text).text(gettext) == sentence


def test_a_formula_knows_what_it_reads_and_calls() -> None:
    formula = parse('=IF([#a]>1,SUM([#t.#c])*[row.#d],LOOKUP("表",[last.#e]))')
    assert formula.refs == {Ref("field", "a"), Ref("column", "t", "c"), Ref("row", "d"), Ref("last", "e")}
    assert formula.functions == {"IF", "SUM", "LOOKUP"}
    assert formula.tables == {"表"}


def test_the_tree_is_plain_json() -> None:
    assert parse('-[#a]+SUM([#t.#c],1.50)&"x"').ast == [
        "o",
        "&",
        ["o", "+", ["u", "-", ["r", "field", "a"]], ["c", "SUM", ["r", "column", "t", "c"], ["n", "1.50"]]],
        ["s", "x"],
    ]


def test_equal_texts_are_parsed_once() -> None:
    assert parse("[#a]+41") is parse("[#a]+41")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1+" * 2_500 + "1", "too_long"),
        ("(" * 1_999 + "1" + ")" * 1_999, None),
        ("-" * 61 + "1", "too_deep"),
        ("+".join(["1"] * 62), "too_deep"),
        ("SUM(" * 60 + "1" + ")" * 60, "too_deep"),
        ("SUM(" + ",".join(["SUM(" + ",".join(["1"] * 90) + ")"] * 12) + ")", "too_large"),
        ("-" * 59 + "1", None),
    ],
)
def test_size_and_depth_are_bounded(text: str, code: str | None) -> None:
    if code is None:
        assert evaluate(parse(text), Answers()) in (1, -1)
    else:
        assert fault(text).code == code


def test_a_long_formula_of_many_parts_that_is_within_the_bounds_computes() -> None:
    text = "SUM(" + ",".join(["SUM(" + ",".join(["1"] * 95) + ")"] * 10) + ")"
    assert evaluate(parse(text), Answers()) == 950
    assert len(text) <= limits.MAX_TEXT


PIECES = st.sampled_from(
    [
        *("1", "2.5", "+", "-", "*", "/", "^", "%", "&", "=", "<>", "(", ")", ",", "，", "SUM", "IF(", "真", "TODAY()"),
        *("[#a]", "[#t.#c]", "[row.#x]", "[", "]", "]]", "【", "】", "#", '"', '""', "“", "”"),
        *(" ", "\n", "＝", "　", "$", "\x00", "𠮷"),
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_a_formula_or_a_fault_with_a_place_in_it(text: str) -> None:
    try:
        formula = parse(text)
    except FormulaError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert 0 <= error.offset <= len(text)
        assert error.text() != ""
    else:
        evaluate(formula, Answers())
