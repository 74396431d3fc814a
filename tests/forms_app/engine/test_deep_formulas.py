"""Formulas in rows of rows, in tables whose rows the form names, and in their cells."""

import datetime as dt
import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from cms.core.formula import remap, to_ids, to_labels
from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.document import spec_from_document
from forms_app.engine.form_checks import findings_of
from forms_app.engine.form_env import BareWorld
from forms_app.engine.form_names import names_of
from forms_app.engine.form_state import FormState, evaluate_form
from forms_app.engine.formula_nodes import written_formulas
from forms_app.engine.formula_problems import formula_problems
from forms_app.engine.formulas import formulas_of
from forms_app.engine.spec import FormSpec
from tests.forms_app.engine.specs import LOOKUPS

WORLD = BareWorld(dt.date(2025, 6, 18))


def number(key: str, label: str, **more: Any) -> dict[str, Any]:
    """Return a field of numbers whose id is its code."""
    return {"id": key, "key": key, "label": label, "type": "number", **more}


PRODUCTS = {
    "id": "prods",
    "key": "prods",
    "label": "产品",
    "type": "table",
    "columns": [
        number("price", "单价"),
        number("count", "数量", visible="=[本行.单价]>0"),
        number("cost", "金额", formula="=[本行.单价]*[本行.数量]*[上级.系数]"),
        number("share", "占比", formula="=[本行.金额]/[上级.小计]"),
    ],
}
SCENES = {
    "id": "scenes",
    "key": "scenes",
    "label": "场景",
    "type": "table",
    "columns": [
        number("factor", "系数"),
        PRODUCTS,
        number("sub", "小计", formula="=SUM([本行.产品.金额])"),
    ],
}
YEARS = {
    "id": "m",
    "key": "m",
    "label": "产值",
    "type": "matrix",
    "columns": [
        number("y1", "改造前"),
        number("y2", "改造后"),
        number("grow", "增幅", decimals=4, formula="=[本行.改造后]/[本行.改造前]-1"),
        {"id": "note", "key": "note", "label": "说明", "type": "text"},
    ],
    "rows": [
        {"id": "inc", "label": "收入"},
        {"id": "out", "label": "成本"},
        {"id": "net", "label": "利润", "formula": "=[本列.收入]-[本列.成本]"},
        {"id": "all", "label": "合计", "formula": "=SUM([本列])"},
    ],
}
TOTALS = [
    number("total", "总额", formula="=SUM([场景.产品.金额])"),
    number("net_after", "改造后利润", formula="=[产值.利润.改造后]"),
    number("typed", "改造前合计", formula="=SUM([产值.改造前])"),
]
CHECKS = [
    {"id": "k1", "formula": "=[本行.数量]<=[上级.系数]*10", "message": "太多"},
    {"id": "k2", "formula": "=[产值.利润.改造后]>=[产值.利润.改造前]", "message": "利润下降", "anchor": "m"},
]


def document_of(*fields: dict[str, Any], checks: Any = ()) -> dict[str, Any]:
    """Return a form of one section as a file has it."""
    section = {"id": "s1", "key": "s1", "title": "部分", "fields": list(fields)}
    return {"code": "deep", "title": "表", "sections": [section], "checks": list(checks)}


def form(*fields: dict[str, Any], checks: Any = ()) -> FormSpec:
    """Return a form of one section."""
    return spec_from_document(document_of(*fields, checks=checks))


DOCUMENT = document_of(SCENES, YEARS, *TOTALS, checks=CHECKS)
FORM = spec_from_document(DOCUMENT)
ANSWERS: dict[str, Any] = {
    "scenes": [
        {
            "id": "r1",
            "factor": "2",
            "prods": [{"id": "i1", "price": "3", "count": "4"}, {"id": "i2", "price": "1", "count": "30"}],
        },
        {"id": "r2", "factor": "1", "prods": [{"id": "i1", "price": "5", "count": "6"}]},
        {"id": "r3", "factor": "7"},
    ],
    "m": [{"id": "out", "y1": "40", "y2": "30"}, {"id": "inc", "y1": "100", "y2": "150", "note": "好"}],
}


def state_of(spec: FormSpec, answers: dict[str, Any]) -> FormState:
    return evaluate_form(spec, {"s1": answers}, WORLD)


def cells(state: FormState) -> dict[str, Any]:
    return {"-".join(cell): value for cell, value in state.cells.items()}


def test_the_form_can_be_published() -> None:
    assert formula_problems(FORM) == []


def test_an_inner_row_reads_its_own_row_and_the_row_around_and_the_outer_row_sums_its_inner_rows() -> None:
    found = cells(state_of(FORM, ANSWERS))
    assert found["scenes-r1-prods-i1-cost"] == "24"
    assert found["scenes-r1-prods-i2-cost"] == "60"
    assert found["scenes-r2-prods-i1-cost"] == "30"
    assert (found["scenes-r1-sub"], found["scenes-r2-sub"], found["scenes-r3-sub"]) == ("84", "30", "0")
    assert found["scenes-r1-prods-i1-share"] == "0.285714"


def test_the_whole_form_sums_over_all_inner_rows() -> None:
    assert state_of(FORM, ANSWERS).computed["total"] == "114"


def test_what_is_computed_within_rows_is_stored_with_them_and_nothing_typed_is_touched() -> None:
    state = state_of(FORM, ANSWERS)
    stored = state.with_computed(FORM.sections[0], ANSWERS)
    assert stored["scenes"][0]["prods"][1] == {
        "id": "i2",
        "price": "1",
        "count": "30",
        "cost": "60",
        "share": "0.714286",
    }
    assert stored["scenes"][2] == {"id": "r3", "factor": "7", "sub": "0"}
    again = evaluate_form(FORM, {"s1": stored}, WORLD).with_computed(FORM.sections[0], stored)
    assert again == stored


def test_an_inner_cell_that_is_not_asked_counts_as_blank_and_is_left_out() -> None:
    answers = {"scenes": [{"id": "r1", "factor": "2", "prods": [{"id": "i1", "price": "0", "count": "4"}]}]}
    state = state_of(FORM, answers)
    assert state.hidden_cells == {("scenes", "r1-prods-i1", "count")}
    assert state.hides("scenes-r1-prods-i1-count")
    assert cells(state)["scenes-r1-prods-i1-cost"] == "0"
    kept = state.asked_only(FORM.sections[0], answers)
    assert kept["scenes"][0]["prods"] == [{"id": "i1", "price": "0"}]


def test_the_form_computes_rows_that_it_names_number_by_number() -> None:
    state = state_of(FORM, ANSWERS)
    stored = state.with_computed(FORM.sections[0], ANSWERS)["m"]
    assert stored == [
        {"id": "inc", "y1": "100", "y2": "150", "note": "好", "grow": "0.5"},
        {"id": "out", "y1": "40", "y2": "30", "grow": "-0.25"},
        {"id": "net", "y1": "60", "y2": "120", "grow": "1"},
        {"id": "all", "y1": "140", "y2": "180", "grow": "0.2857"},
    ]


def test_a_cell_has_an_address_and_a_column_counts_only_what_is_typed() -> None:
    state = state_of(FORM, ANSWERS)
    assert (state.computed["net_after"], state.computed["typed"]) == ("120", "140")


def test_an_untouched_matrix_stays_blank() -> None:
    state = state_of(FORM, {})
    assert state.with_computed(FORM.sections[0], {}) == {"total": "0", "typed": "0"}
    assert [cell for cell in state.cells if cell[0] == "m"] == []


def test_nobody_types_into_a_row_that_the_form_computes() -> None:
    inputs = {"m-inc-y1": "1", "m-net-y1": "999", "m-all-note": "偷"}
    result = clean_section(FORM.sections[0], TypedInput(inputs), LOOKUPS, {"m"}, require=True)
    assert result.values == {"m": [{"id": "inc", "y1": "1"}]}
    assert result.ok


def test_a_check_walks_inner_rows_and_says_which_one_it_means() -> None:
    state = state_of(FORM, ANSWERS)
    found = findings_of(formulas_of(FORM), state)
    assert [(one.key, one.path, one.row, one.label) for one in found] == [
        ("k1/r1-prods-i2", "scenes-r1-prods-i2-count", 1, "数量（2）")
    ]


def test_labels_come_back_as_they_were_written() -> None:
    names = names_of(FORM)
    shown = [to_labels(one.text, names, one.row_of or None) for one in written_formulas(FORM)]
    assert shown == [
        "[本行.单价]>0",
        "[本行.单价]*[本行.数量]*[上级.系数]",
        "[本行.金额]/[上级.小计]",
        "SUM([本行.产品.金额])",
        "[本行.改造后]/[本行.改造前]-1",
        "[本列.收入]-[本列.成本]",
        "SUM([本列])",
        "SUM([场景.产品.金额])",
        "[产值.利润.改造后]",
        "SUM([产值.改造前])",
    ]


def line(formula: str) -> dict[str, Any]:
    """Return a table with one row, which is computed."""
    return {**YEARS, "id": "n", "key": "n", "label": "乙", "rows": [{"id": "a", "label": "甲", "formula": formula}]}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (number("x", "甲", formula="=[上级.系数]"), "not in a table within a table"),
        (number("x", "甲", formula="=[本列.收入]"), "does not compute a row"),
        (number("x", "甲", formula="=SUM([本列])"), "does not compute a row"),
        (number("x", "甲", formula="=[场景.产品.金额]+1"), "is a list"),
        (number("x", "甲", formula="=[场景.产品]"), "is a table"),
        (number("x", "甲", formula="=[产值.利润.改造]"), "There is no field"),
        (line("=[本行.改造前]"), "not in a table"),
        (line("=[本列]+1"), "is a list"),
    ],
)
def test_what_stands_in_the_wrong_place_is_refused_with_the_field_named(field: dict[str, Any], said: str) -> None:
    found = formula_problems(form(SCENES, YEARS, field))
    assert [said in one.params["reason"].message for one in found] == [True]
    assert field["label"] in found[0].params["field"]


def test_a_fault_in_an_inner_column_names_its_place() -> None:
    inner = {**PRODUCTS, "columns": [*PRODUCTS["columns"], number("bad", "错", formula="=[本行.单 位]")]}
    found = formula_problems(form({**SCENES, "columns": [SCENES["columns"][0], inner, SCENES["columns"][2]]}))
    assert [(one.place, one.params["field"]) for one in found] == [
        (("sections", 0, "fields", 0, "columns", 1, "columns", 4, "formula"), "场景 / 产品 / 错")
    ]


def test_circles_through_inner_rows_and_computed_lines_are_found() -> None:
    inner = {**PRODUCTS, "columns": [number("a", "甲", formula="=[上级.乙]")]}
    rows = form({**SCENES, "columns": [inner, number("b", "乙", formula="=SUM([本行.产品.甲])")]})
    lines = [{"id": "p", "label": "甲", "formula": "=[本列.乙]"}, {"id": "q", "label": "乙", "formula": "=[本列.甲]"}]
    for spec in (rows, form({**YEARS, "rows": lines, "columns": [number("y1", "年")]})):
        assert ["in a circle" in one.message for one in formula_problems(spec)] == [True]


def test_two_hundred_renames_moves_and_copies_keep_every_result_in_deep_places() -> None:
    chance = Random(20250620)
    words = ["收入", "成本", "产品", "系数.a", "A]b", "本行", "上级", "本列", "合计", "（万元）"]
    expected = state_of(FORM, ANSWERS)
    content = json.loads(json.dumps(spec_to_json(FORM)))
    for turn in range(200):
        named = _all(content["sections"][0]["fields"])
        chance.choice(named)["label"] = f"{chance.choice(words)}{chance.choice(words)}{turn if turn % 3 else ''}"
        fields = content["sections"][0]["fields"]
        for one in (fields, fields[_at(fields, "scenes")]["columns"], fields[_at(fields, "m")]["rows"]):
            chance.shuffle(one)
        spec = spec_from_json(content)
        names = names_of(spec)
        for one in written_formulas(spec):
            place = one.row_of or None
            assert to_ids(to_labels(one.text, names, place), names, place) == one.text
        state = state_of(spec, ANSWERS)
        assert (state.cells, state.computed) == (expected.cells, expected.computed)
        copy, answers, renamed = _copied(content, f"z{turn}")
        found = state_of(spec_from_json(copy), answers)
        assert {
            tuple(_moved(part, renamed) for part in cell): value for cell, value in expected.cells.items()
        } == found.cells
        assert {renamed.get(one, one): value for one, value in expected.computed.items()} == found.computed


def _at(fields: list[dict[str, Any]], field_id: str) -> int:
    return next(index for index, one in enumerate(fields) if one["id"] == field_id)


def _all(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for one in documents for found in (one, *_all(one.get("columns", [])), *_all(one.get("rows", [])))]


def _moved(part: str, renamed: dict[str, str]) -> str:
    return "-".join(renamed.get(one, one) for one in part.split("-"))


def _copied(content: dict[str, Any], ending: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Return a copy of the form with new ids everywhere, the answers under these ids, and the ids."""
    renamed = {one["id"]: f"{one['id']}{ending}" for one in _all(content["sections"][0]["fields"])}

    def made(part: Any) -> Any:
        if isinstance(part, list):
            return [made(one) for one in part]
        if not isinstance(part, dict):
            return part
        new = {renamed.get(name, name): made(value) for name, value in part.items()}
        new |= {"id": renamed.get(part["id"], part["id"])} if "id" in part else {}
        return new | {name: remap(part[name], renamed) for name in ("formula", "visible") if name in part}

    section = {**content["sections"][0], "fields": [made(one) for one in content["sections"][0]["fields"]]}
    copy = {**content, "sections": [section], "checks": []}
    return copy, made(ANSWERS), renamed


def test_scores_of_options_count_in_columns_too() -> None:
    level = {
        "id": "lv",
        "key": "lv",
        "label": "等级",
        "type": "select",
        "choices": [{"value": "高", "label": "高", "score": "5"}, {"value": "低", "label": "低"}],
    }
    table = {"id": "t", "key": "t", "label": "项", "type": "table", "columns": [level]}
    spec = form(table, number("sum", "得分", formula="=SCORE([项.等级])"))
    state = state_of(spec, {"t": [{"id": "r1", "lv": "高"}, {"id": "r2", "lv": "高"}, {"id": "r3", "lv": "低"}]})
    assert Decimal(state.computed["sum"]) == 10
