"""XLSForms of others: what their columns become, and messages that name sheet, row and column."""

from dataclasses import replace

import pytest

from cms.core.formula import parse, to_labels
from cms.core.formula import problems as formula_problems
from forms_app.engine.form_names import names_of
from forms_app.engine.spec import FormSpec
from forms_app.xlsform.constraints import bounds_of
from forms_app.xlsform.differences import differences
from forms_app.xlsform.expressions import ExpressionError, Target, formula_from
from forms_app.xlsform.read import XlsForm, form_from
from forms_app.xlsform.table import Row, Sheet, WorkbookUnreadable, sheets_from

LISTS = (
    "list_name name label parent\nyn y 是\nyn n 否\ncity nj 南京\ncity sz 苏州\ncounty lh 六合 nj\ncounty ks 昆山 sz"
)

LONG = "1" * 3000


def rows(text: str, start: int = 1) -> Sheet:
    """Return a sheet from lines with | (or blanks, in lists) between the cells; the first line is the heading."""
    lines = [[cell.strip() for cell in (line.split("|") if "|" in line else line.split())] for line in text.split("\n")]
    heads = lines[0]
    made = [Row(number, dict(zip(heads, line, strict=False))) for number, line in enumerate(lines[1:], start=2)]
    return Sheet(tuple(made), tuple(heads))


def read(survey: str, *, known: FormSpec | None = None) -> XlsForm:
    sheets = {"survey": rows(survey), "choices": rows(LISTS), "settings": rows("form_title|form_id\n测试表|test-form")}
    return form_from(sheets, known=known)


def form(survey: str) -> FormSpec:
    made = read(survey)
    assert made.spec is not None, made.errors
    return made.spec


def shown(spec: FormSpec, formula: str, table: str | None = None) -> str:
    """Return a formula as people read it; it must be one that publishing accepts."""
    assert not formula_problems(parse(formula), names_of(spec), row_of=table)
    return to_labels(formula, names_of(spec), table)


HOUSE = """type|name|label|hint|required|relevant|constraint|constraint_message|calculation|choice_filter|appearance
begin_group|base|基本情况||||||||
text|name|名称|填全称|yes||string-length(.) <= 40||||
integer|staff|人数||||. >= 0 and . <= 500||||
select_one yn|export|是否出口||||||||
decimal|value|出口额||yes|${export} = 'y'|. <= ${staff} * 10|出口额偏大|||
select_one city|city|城市||||||||minimal
select_one county|county|县区|||||||parent=${city}|
select_multiple yn or_other|more|多选||||||||
end_group|||||||||
begin_repeat|items|产品||||||||
text|product|品名||||||||
decimal|price|单价||||||||
integer|count|数量||||||||
calculate|amount|金额|||||| ${price} * ${count}||
end_repeat|||||||||
calculate|total||||||| sum(${amount}) div 10||
note|hint|请核对||||||||
image|photo|照片||||||||"""


def test_columns_of_others_become_attributes() -> None:
    spec = form(HOUSE)
    fields = {one.key: one for _section, one in spec.fields()}
    assert (spec.title, spec.code) == ("测试表", "test-form")
    assert [section.title for section in spec.sections] == ["基本情况", "测试表"]
    assert (fields["name"].help, fields["name"].required, fields["name"].max_length) == ("填全称", True, 40)
    staff = fields["staff"]
    assert (staff.decimals, staff.allow_negative, staff.min_value, staff.max_value) == (0, False, "", "500")
    assert [(one.value, one.label) for one in fields["export"].choices] == [("y", "是"), ("n", "否")]
    assert fields["city"].type == "select"
    assert fields["county"].cascade == fields["city"].id
    assert [one.parent for one in fields["county"].choices] == ["nj", "sz"]
    assert [one.text for one in fields["more"].choices] == ["", "", "required"]
    assert [one.label for one in fields["items"].columns] == ["品名", "单价", "数量", "金额"]
    assert fields["photo"].accept == ("jpg", "jpeg", "png")


def test_expressions_become_formulas_that_publishing_accepts() -> None:
    spec = form(HOUSE)
    fields = {one.key: one for _section, one in spec.fields()}
    items = fields["items"]
    assert shown(spec, fields["value"].visible) == '[是否出口]="y"'
    assert shown(spec, items.columns[3].formula, items.id) == "[本行.单价]*[本行.数量]"
    assert shown(spec, fields["total"].formula) == "SUM([产品.金额])/10"
    (check,) = spec.checks
    assert (shown(spec, check.formula), check.message, check.anchor) == (
        "[出口额]<=[人数]*10",
        "出口额偏大",
        fields["value"].id,
    )


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        ("${a} != '' and not(${b} = 'x')", 'AND(NOT(ISBLANK([#a])),NOT([#b]="x"))'),
        ("selected(${m}, 'x') or selected(${b}, 'y')", 'OR(CONTAINS([#m],"x"),[#b]="y")'),
        ("${a} div 2 + ${a} mod 3", "[#a]/2+MOD([#a],3)"),
        ("if(${a} > 1, 'x', 'y')", 'IF([#a]>1,"x","y")'),
        ("coalesce(${a}, 0) * -1", "IF(ISBLANK([#a]),0,[#a])*-1"),
        ("round(${a}, 2)", "ROUND([#a],2)"),
        ("string-length(${b}) <= 5", "LEN([#b])<=5"),
        ("concat(${b}, '-', ${a})", 'CONCAT([#b],"-",[#a])'),
        ("today() >= date('2026-01-05')", "TODAY()>=DATE(2026,1,5)"),
        (". > ${a}", "[#a]>[#a]"),
        ("(${a} + 1) * 2", "([#a]+1)*2"),
        ("substr(${b}, 0, 4)", "MID([#b],0+1,(4)-(0))"),
        ("substr(${b}, 2)", "MID([#b],2+1,LEN([#b]))"),
        ("count-selected(${m}) <= 2", "COUNTA([#m])<=2"),
        ("format-date(${a}, '%Y年%n月')", 'TEXT([#a],"yyyy年m月")'),
        ("floor(${a}) + ceiling(${a})", "INT([#a])+-INT(-([#a]))"),
        ("ends-with(${b}, '司')", 'RIGHT([#b],LEN("司"))="司"'),
        ("int((today() - ${a}) div 365.25)", "INT((TODAY()-[#a])/365.25)"),
        ("${a} = 1 or ${a} = 2 and ${a} = 3", "OR([#a]=1,AND([#a]=2,[#a]=3))"),
    ],
)
def test_an_expression_has_its_counterpart(expression: str, formula: str) -> None:
    known = {"a": Target("[#a]"), "b": Target("[#b]"), "m": Target("[#m]", several=True)}
    made = formula_from(expression, lambda name, _inside: known.get(name), known["a"])
    assert made == formula
    parse(made)


@pytest.mark.parametrize(
    "expression",
    [
        "regex(., '[0-9]+')",
        "${gone} = 1",
        "${a} =",
        "pulldata('x')",
        "${a} | ${a}",
        "if(1, 2)",
        "(" * 80,
        "1" * 3000,
        "@",
    ],
)
def test_what_has_no_counterpart_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        formula_from(expression, lambda name, _inside: Target("[#a]") if name == "a" else None, Target("[#a]"))


def test_bounds_are_told_from_other_constraints() -> None:
    assert bounds_of(". >= 0 and . <= 100") == replace(bounds_of(""), least="0", most="100")
    assert bounds_of("string-length(.) <= 20").longest == 20
    assert bounds_of(". >= 0 and . != 5").rest == ". >= 0 and . != 5"


FAULTY = """type|name|label|relevant|choice_filter|constraint|media
begin_group|g|组||||
text||无名||||
geopoint|place|位置||||
select_one gone|x|选||||
text|two words|空格||||
text|same|一||||
text|same|二|${nobody} = 1|||
select_one yn|f|筛||count > 1||
text|q|||||
end_repeat||||||
start|started|||||"""


def test_every_problem_is_told_at_once_with_sheet_row_and_column() -> None:
    made = read(FAULTY)
    assert made.spec is None
    places = {(one.sheet, one.row, one.column) for one in made.errors}
    assert {
        ("survey", 3, "name"),
        ("survey", 4, "type"),
        ("survey", 5, "type"),
        ("survey", 6, "name"),
        ("survey", 8, "name"),
        ("survey", 8, "relevant"),
        ("survey", 9, "choice_filter"),
        ("survey", 10, "label"),
        ("survey", 11, "type"),
        ("survey", 2, "type"),
    } == places
    assert {(one.row, one.column) for one in made.problems if one.notice} == {(1, "media"), (12, "type")}


def test_fields_of_a_form_that_exists_keep_their_ids_by_name() -> None:
    first = form(HOUSE)
    sections = tuple(
        replace(
            section,
            fields=tuple(
                replace(
                    one,
                    id=f"old-{one.key}",
                    columns=tuple(replace(column, id=f"old-{column.key}") for column in one.columns),
                )
                for one in section.fields
            ),
        )
        for section in first.sections
    )
    known = replace(first, sections=sections, checks=())
    again = read(HOUSE.replace("|名称|", "|单位名称|").replace("note|hint|请核对||||||||\n", ""), known=known).spec
    assert again is not None
    fields = {one.key: one for _section, one in again.fields()}
    assert fields["name"].id == "old-name"
    assert fields["items"].columns[3].id == "old-amount"
    assert fields["total"].formula == "SUM([#old-items.#old-amount])/10"
    found = {(one.kind, one.label) for one in differences(known, again)}
    assert ("changed", "单位名称") in found
    assert ("removed", "请核对") in found


def test_a_file_that_is_no_workbook_is_told_apart() -> None:
    with pytest.raises(WorkbookUnreadable):
        sheets_from(b"PK nothing")
