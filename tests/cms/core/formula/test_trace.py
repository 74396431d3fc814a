"""Why this number: every part with its value, and what did not matter."""

from decimal import Decimal

from cms.core.formula import ErrorValue, Trace, parse, to_labels, trace
from tests.cms.core.formula.world import NAMES, Answers


def told(text: str, answers: Answers) -> Trace:
    return trace(parse(text), answers)


def test_each_part_has_its_text_and_value() -> None:
    root = told("MIN([#inc]*50%, 50)", Answers({"inc": Decimal(80)}))
    assert [(part.text, part.value) for part in root.walk()] == [
        ("MIN([#inc]*50%, 50)", 40),
        ("[#inc]*50%", 40),
        ("[#inc]", 80),
        ("50%", Decimal("0.5")),
        ("50", 50),
        ("50", 50),
    ]
    assert to_labels(root.children[0].text, NAMES) == "[营业收入]*50%"


def test_the_branch_that_was_not_taken_is_marked() -> None:
    root = told('IF([#size]="大型",1/0,[#inc]+1)', Answers({"size": "小型", "inc": Decimal(1)}))
    condition, then, otherwise = root.children
    assert (condition.value, then.used, otherwise.used, otherwise.value, root.value) == (False, False, True, 2, 2)
    assert then.children == ()


def test_what_comes_after_the_deciding_condition_is_marked() -> None:
    assert [part.used for part in told("AND(TRUE,FALSE,1/0)", Answers()).children] == [True, True, False]
    assert [part.used for part in told("OR(FALSE,TRUE,1/0)", Answers()).children] == [True, True, False]
    assert [part.used for part in told("IFERROR(1,2)", Answers()).children] == [True, False]
    assert [part.used for part in told("IFERROR(1/0,2)", Answers()).children] == [True, True]


def test_an_error_stands_where_it_arose() -> None:
    root = told("1+[#inc]/[#cost]", Answers({"inc": Decimal(5)}))
    assert [part.text for part in root.walk() if isinstance(part.value, ErrorValue)] == [
        "1+[#inc]/[#cost]",
        "[#inc]/[#cost]",
    ]
