"""Conditions that can never be true, or always are, are found before anybody fills in the form."""

import random
from datetime import date
from decimal import Decimal

import pytest

from cms.core.formula import always, evaluate, parse, to_ids
from tests.cms.core.formula.world import NAMES, Answers


@pytest.mark.parametrize(
    "text",
    [
        'AND([规模]="大型",[规模]="小型")',
        '[规模]="巨型"',
        "AND([营业收入]>5,[营业收入]<3)",
        "AND([营业收入]>5,[营业收入]<=5)",
        "AND([营业收入]=5,[营业收入]<>5)",
        'AND([成立日期]>"2025-01-01",[成立日期]<DATE(2024,1,1))',
        'AND(IN([改造方向],"研发"),NOT(CONTAINS([改造方向],"研发")))',
        'CONTAINS([改造方向],"销售")',
        "FALSE",
        "AND([是否同意],NOT([是否同意]))",
        'AND([营业收入]*2>3,NOT([营业收入]*2>3),[规模]="大型")',
        'AND([规模]="大型",ISBLANK([规模]))',
        'IF([规模]="大型",[规模]="小型",FALSE)',
        "AND([营业收入]>5,[营业收入]<6,[营业收入]=6%)",
        'AND([规模]>"大型",FALSE)',
        'AND(LOOKUP("表",[规模])=1,[规模]="不限")',
    ],
)
def test_a_contradiction_can_never_be_true(text: str) -> None:
    assert always(parse(to_ids(text, NAMES)), NAMES) is False


@pytest.mark.parametrize(
    "text",
    [
        'OR([规模]="大型",[规模]<>"大型")',
        "OR([营业收入]>=5,[营业收入]<5)",
        "TRUE",
        "1",
        "OR(ISBLANK([成立日期]),NOT(ISBLANK([成立日期])))",
        'OR(ISBLANK([规模]),IN([规模],"大型","中型","小型"))',
    ],
)
def test_a_truism_is_always_true(text: str) -> None:
    assert always(parse(to_ids(text, NAMES)), NAMES) is True


@pytest.mark.parametrize(
    "text",
    [
        '[规模]="大型"',
        'OR([规模]="大型",[规模]="中型",[规模]="小型")',  # blank is none of them
        "AND([营业收入]>5,[营业收入]<5.0000000000001)",
        "[营业收入]*2>3",
        "AND([营业收入]>3,[营业收入]*2>3)",
        "LEN([own_name])>3",
        "SUM([费用明细.单价])>3",
        'AND(CONTAINS([改造方向],"研发"),CONTAINS([改造方向],"生产"))',
        'AND([own_name]>"a",[own_name]<"b")',
        'CONTAINS([own_name],"公司")',
        "OR([营业收入]/0>1,TRUE)",  # the error comes first
        "AND([是否同意],[营业收入]>0,[营业成本（万元）]<>3)",
        'AND([成立日期]>"2024-01-01",[成立日期]<"2024-01-03")',
        'AND([own_name]<>"5",[own_name]=5)',  # "5.0" is both
        "[own_name]>5",
        'AND([成立日期]>="9999-12-31",[规模]="大型")',
        'AND([own_name]>"a",[own_name]<"a\t")',
    ],
)
def test_in_doubt_nothing_is_said(text: str) -> None:
    assert always(parse(to_ids(text, NAMES)), NAMES) is None


def test_a_condition_on_too_many_fields_is_left_open() -> None:
    parts = [f"[营业收入]<>{number}" for number in range(40)] + [f'[own_name]<>"{number}"' for number in range(40)]
    formula = parse(to_ids(f"AND({','.join(parts)})", NAMES))
    assert always(formula, NAMES) is None
    assert always(parse(to_ids("AND([营业收入]<>1,[营业收入]<>2,[营业收入]=2)", NAMES)), NAMES) is False


ATOMS = [
    *(
        '[#size]="大型"',
        '[#size]<>"小型"',
        'IN([#size],"大型","中型")',
        "ISBLANK([#size])",
        '[#size]>"大型"',
        '[#size]="不限"',
    ),
    *("[#inc]>5", "[#inc]<=5", "[#inc]=0", "[#inc]<-2", 'IN([#inc],"5",6)', "[#inc]", "[#inc]*2>9", "[#inc]/[#cost]>1"),
    *('[#since]>"2025-01-01"', "[#since]=DATE(2025,1,1)", "[#since]<TODAY()", "ISBLANK([#since])", "[#since]<[#inc]"),
    *(
        "[#agree]",
        "NOT([#agree])",
        "[#agree]=TRUE",
        'CONTAINS([#dirs],"研发")',
        'IN([#dirs],"研发","生产")',
        "ISBLANK([#dirs])",
    ),
    *('[#n1]="a"', '[#n1]<"b"', '[#n1]=""', "[#n1]>5", 'CONTAINS([#n1],"a")', "LEN([#n1])>1", "TRUE", "FALSE", "1/0>1"),
]
ANSWERS = {
    "size": [None, "大型", "中型", "小型"],
    "inc": [None, *map(Decimal, ("0", "5", "5.01", "6", "-2", "-3", "4.5", "99"))],
    "cost": [None, Decimal(0), Decimal(2)],
    "since": [None, date(2025, 1, 1), date(2024, 12, 31), date(2025, 1, 2), date(2026, 1, 1)],
    "agree": [None, True, False],
    "dirs": [[], ["研发"], ["生产"], ["供应链"], ["研发", "生产"]],
    "n1": [None, "", "a", "A", "a ", "b", "ab", "5", "5.0", "6", "c"],
}


def condition(chance: random.Random, depth: int) -> str:
    """Return a random condition."""
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(ATOMS)
    parts = [condition(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    return chance.choice(
        [
            f"AND({','.join(parts)})",
            f"OR({','.join(parts)})",
            f"NOT({parts[0]})",
            f"IF({parts[0]},{parts[1]},{parts[-1]})",
        ]
    )


def test_what_is_said_of_random_conditions_holds_for_random_answers() -> None:
    chance = random.Random(20250618)
    said = {True: 0, False: 0}
    for _ in range(600):
        formula = parse(condition(chance, chance.choice((1, 2, 3))))
        verdict = always(formula, NAMES)
        if verdict is None:
            continue
        said[verdict] += 1
        for _ in range(60):
            answers = {name: chance.choice(values) for name, values in ANSWERS.items()}
            found = evaluate(formula, Answers(answers))
            holds = found is True or (isinstance(found, Decimal) and found != 0)
            assert holds is verdict, (formula.text, answers, found)
    assert min(said.values()) > 10, said
