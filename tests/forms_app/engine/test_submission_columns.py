"""The answers of all versions of a form as one table."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.engine.submission_columns import MOST_IN_CELL, row_reader, union_columns

LOOKUPS = FixedLookups(regions={"999921": "云溪市青岚县"}, attachments={"a1": "证明.pdf"}, today=dt.date(2026, 1, 1))
NAME = FieldSpec("f-name", "name", "企业名称", "text")
MONEY = FieldSpec("f-money", "money", "营业收入", "money", unit="万元")
KIND = FieldSpec("f-kind", "kind", "企业性质", "radio", choices=(Choice("a", "国有"), Choice("b", "民营")))
COST = FieldSpec("c-cost", "cost", "费用", "money", unit="万元")


def form(*fields: FieldSpec, section: str = "s1") -> FormSpec:
    return FormSpec("f", "表", (SectionSpec(section, section, "情况", fields=fields),))


def cells(spec: FormSpec, answers: dict[str, Any], *newer: FormSpec, exact: bool = False) -> list[Any]:
    return row_reader(union_columns([*newer, spec]), spec, LOOKUPS, exact=exact)({"s1": answers})


def test_a_renamed_field_is_one_column_with_its_newest_name() -> None:
    old, new = form(NAME), form(replace(NAME, label="单位名称", key="unit_name"))
    (column,) = union_columns([new, old])
    assert (column.heading, column.retired) == ("单位名称", False)
    assert cells(old, {"f-name": "星渡机械"}, new) == ["星渡机械"]


def test_a_field_that_the_newest_version_dropped_stands_at_the_end_and_says_so() -> None:
    old, new = form(NAME, KIND), form(MONEY, NAME)
    assert [one.heading for one in union_columns([new, old])] == [
        "营业收入（万元）",
        "企业名称",
        "企业性质（旧版）",
    ]
    assert cells(old, {"f-name": "星渡", "f-kind": "b"}, new) == [None, "星渡", "民营"]


def test_a_field_that_moved_to_another_section_keeps_its_column() -> None:
    old, new = form(NAME), form(NAME, section="s2")
    assert len(union_columns([new, old])) == 1
    assert cells(old, {"f-name": "星渡"}, new) == ["星渡"]


def test_two_fields_of_one_label_have_two_headings() -> None:
    twin = replace(NAME, id="f-name2")
    assert [one.heading for one in union_columns([form(NAME, twin)])] == ["情况·企业名称", "情况·企业名称（2）"]


def test_money_of_old_versions_is_shown_in_the_unit_of_the_newest() -> None:
    old, new = form(replace(MONEY, unit="元")), form(MONEY)
    assert cells(old, {"f-money": "65000000.00"}, new) == [6500]


@pytest.mark.parametrize(
    ("stored", "number", "exact"),
    [
        ("65000000.00", 6500, "6500"),
        ("1.00", 0.0001, "0.0001"),
        ("-1234.56", -0.123456, "-0.123456"),
        ("12345678901234567.89", "1234567890123.456789", "1234567890123.456789"),
    ],
)
def test_an_amount_is_a_number_in_the_unit_of_its_heading(stored: str, number: Any, exact: str) -> None:
    assert cells(form(MONEY), {"f-money": stored}) == [number]
    assert cells(form(MONEY), {"f-money": stored}, exact=True) == [exact]


def test_rows_stand_in_numbered_lines_of_one_cell() -> None:
    table = FieldSpec("f-t", "t", "产品", "table", columns=(FieldSpec("c-name", "n", "产品", "text"), COST))
    (cell,) = cells(
        form(table), {"f-t": [{"id": "r1", "c-name": "甲", "c-cost": "10000.00"}, {"id": "r2", "c-name": "乙"}]}
    )
    lines = cell.split("\n")
    assert [line[:2] for line in lines] == ["1.", "2."]
    assert "甲" in lines[0] and "1.00 万元" in lines[0] and "乙" in lines[1]


def test_regions_files_and_ticks_are_shown_as_people_name_them() -> None:
    spec = form(
        FieldSpec("f-r", "r", "地区", "region"),
        FieldSpec("f-f", "f", "材料", "file"),
        FieldSpec("f-d", "d", "承诺", "declaration"),
        FieldSpec("f-i", "i", "身份证", "id_card"),
    )
    given = {"f-r": "999921", "f-f": ["a1"], "f-d": True, "f-i": "11010519491231002X"}
    region, file, tick, person = cells(spec, given)
    assert (region, file, tick) == ("云溪市青岚县", "1. 证明.pdf", "是")
    assert "19491231" not in str(person)


def test_a_cell_never_holds_more_than_a_sheet_can() -> None:
    (cell,) = cells(form(FieldSpec("f-x", "x", "情况", "textarea")), {"f-x": "长" * 40_000})
    assert len(cell) == MOST_IN_CELL
