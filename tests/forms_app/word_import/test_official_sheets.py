"""The official sheets of the guide as Word files: how much of them is read right."""

import json
import sys
from pathlib import Path

import pytest

from forms_app.engine.fields import field_types
from forms_app.engine.spec import FieldSpec
from forms_app.word_import.read import read_sheet
from forms_app.word_import.reading import Guess, Reading
from tests.forms_app.engine.specs import sheet
from tests.forms_app.word_import.sheets import demand_list, info_sheet

TYPES = set(field_types())
DEMAND = json.loads((Path(__file__).parents[2] / "data/js_fujian4_demand_list.json").read_text())
# The requirement names the columns and their unit; these are the types that such a column has in a form.
DEMAND_TYPES = {
    "县（市、区）": "region",
    "细分行业": "select",
    "方向": "select",
    "问题（含行业共性问题和企业个性问题）": "textarea",
    "需求（含行业共性问题和企业个性问题）": "textarea",
    "场景描述": "textarea",
    "改造总投资预算": "money",
    "名称": "text",
    "简述": "textarea",
    "价格": "money",
    "服务商": "text",
}


def share(found: list[tuple[str, str]], wanted: list[tuple[str, str]], name: str) -> float:
    """Return how many of the wanted labels with types were found, and print the figure."""
    left = list(found)
    right = 0
    for one in wanted:
        if one in left:
            left.remove(one)
            right += 1
    sys.stdout.write(
        f"{name}: {right} of {len(wanted)} fields have the right label and type ({right / len(wanted):.1%})\n"
    )
    sys.stdout.write(f"  missed: {[one for one in wanted if one not in found]}, instead: {left}\n")
    return right / len(wanted)


def printed(one: FieldSpec) -> bool:
    """Say whether the field stands on the paper sheet at all."""
    return one.printed


def flat(guesses: list[Guess]) -> list[Guess]:
    """Return the questions with the columns of tables, tables left out."""
    found: list[Guess] = []
    for one in guesses:
        found.extend(flat(list(one.columns)) if one.columns else [one])
    return found


@pytest.fixture(scope="module")
def info() -> Reading:
    return read_sheet(info_sheet(), TYPES)


@pytest.fixture(scope="module")
def demand() -> Reading:
    return read_sheet(demand_list(), TYPES)


def test_nine_tenths_of_the_information_sheet_have_the_right_label_and_type(info: Reading) -> None:
    wanted = [(one.label, one.type) for _section, one in sheet().fields() if printed(one)]
    assert len(wanted) == 38
    assert share([(one.label, one.type) for one in info.guesses()], wanted, "附2") >= 0.9


def test_nine_tenths_of_the_demand_list_have_the_right_label_and_type(demand: Reading) -> None:
    labels = [one["label"] for one in DEMAND["header"] if "value" not in one]
    for column in DEMAND["columns"]:
        labels.extend(inner["label"] for inner in column.get("columns", [column]))
    wanted = [(label, DEMAND_TYPES[label]) for label in labels]
    assert share([(one.label, one.type) for one in flat(demand.guesses())], wanted, "附4") >= 0.9


def test_the_sections_of_the_information_sheet_say_who_fills_them_in_and_when(info: Reading) -> None:
    wanted = [(one.number, one.title, one.title_suffix, set(one.parties)) for one in sheet().sections]
    assert [(one.number, one.title, one.title_suffix, set(one.parties)) for one in info.sections] == wanted
    assert info.sections[0].stage == "before"
    assert info.title == sheet().title
    assert info.paper_title.startswith("{county}")
    assert len(info.notes) == 3


def test_options_limits_units_and_headings_are_taken_over(info: Reading) -> None:
    guesses = {(one.label, one.choices[0].label if one.choices else ""): one for one in info.guesses()}
    assert [c.label for c in guesses["企业性质", "国有"].choices] == ["国有", "民营", "外资", "混合所有制", "其他"]
    assert [c.label for c in guesses["企业规模", "规模以上企业"].choices] == ["规模以上企业", "规模以下企业"]
    cloud = guesses["云应用情况", "公有云"].choices
    assert [(c.label, c.exclusive) for c in cloud][-1] == ("未上", True)
    assert {c.label for c in cloud if c.text == "required"} >= {"私有云", "混合云"}
    assert guesses["企业基本情况", ""].max_length == 500
    assert guesses["上年度营业收入", ""].unit == "万元"
    assert guesses["其他需求", ""].group == "试点企业面临的各类数字化需求"
    passed = guesses["绩效评价是否通过", "是"]
    assert [(c.label, c.text) for c in passed.choices] == [("是", ""), ("否", "required")]
    model = guesses["是否将该企业作为样板", "是"]
    assert [(c.label, c.text) for c in model.choices] == [("是", "required"), ("否", "")]


def test_the_rows_of_the_demand_list_repeat_under_their_directions(demand: Reading) -> None:
    table = next(one for one in demand.guesses() if one.type == "table")
    assert [c.label for c in table.columns[0].choices] == [one["label"] for one in DEMAND["directions"]]
    money = [one for one in flat([table]) if one.type == "money"]
    assert {one.unit for one in money} == {"万元"}


def test_every_guess_says_where_it_was_read(info: Reading) -> None:
    for one in info.guesses():
        assert one.source
        assert one.place.table and one.place.row and one.place.column
