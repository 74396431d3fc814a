"""Rows that the form names, and rows within rows."""

from typing import Any

import pytest

from forms_app.engine.answers import TypedInput, check_section, clean_section, section_inputs
from forms_app.engine.check import form_problems
from forms_app.engine.compile import field_from_json, spec_from_json
from forms_app.engine.fields import field_type
from forms_app.engine.merge import merge
from forms_app.engine.spec import SectionSpec
from forms_app.paper import build_document
from forms_app.paper.document import PaperContext
from tests.forms_app.engine.specs import LOOKUPS, a_field, choices, every_type

MATRIX = every_type()["matrix"]
INNER = {
    "id": "p",
    "key": "products",
    "label": "产品",
    "type": "table",
    "max_items": 2,
    "columns": [
        {"id": "n", "key": "name", "label": "名称", "type": "text", "required": True},
        {"id": "q", "key": "quantity", "label": "数量", "type": "number", "decimals": 0},
    ],
}
SCENES = {
    "id": "f1",
    "key": "scenes",
    "label": "场景",
    "type": "table",
    "columns": [{"id": "s", "key": "scene", "label": "场景名称", "type": "text"}, INNER],
}
TABLE = field_from_json(SCENES)
VALUE = [
    {"id": "r1", "s": "排产", "p": [{"id": "i1", "n": "网关", "q": "2"}, {"id": "i2", "n": "看板"}]},
    {"id": "r2", "s": "能耗"},
]
INPUTS = {
    "f1-rows": "r1,r2",
    "f1-r1-s": "排产",
    "f1-r1-p-rows": "i1,i2",
    "f1-r1-p-i1-n": "网关",
    "f1-r1-p-i1-q": "２",
    "f1-r1-p-i2-n": "看板",
    "f1-r2-s": "能耗",
}


def section_of(*specs: Any) -> SectionSpec:
    return SectionSpec(id="s1", key="s", title="部分", fields=tuple(specs))


def cleaned(spec: Any, inputs: dict[str, str], *, require: bool = False) -> Any:
    return clean_section(section_of(spec), TypedInput(inputs), LOOKUPS, {"f1"}, require=require)


def test_rows_within_rows_are_read_and_shown_again() -> None:
    result = cleaned(TABLE, INPUTS)
    assert (result.values, result.faults) == ({"f1": VALUE}, ())
    again = section_inputs(section_of(TABLE), result.values)
    assert again == {**INPUTS, "f1-r1-p-i1-q": "2"}


def test_the_same_row_id_in_two_rows_is_two_rows() -> None:
    inputs = {**INPUTS, "f1-r2-p-rows": "i1", "f1-r2-p-i1-n": "电表"}
    rows = cleaned(TABLE, inputs).values["f1"]
    assert [[inner["n"] for inner in row.get("p", ())] for row in rows] == [["网关", "看板"], ["电表"]]


def test_a_row_of_which_only_the_inner_row_has_content_is_kept() -> None:
    inputs = {"f1-rows": "r9", "f1-r9-p-rows": "i9", "f1-r9-p-i9-n": "网关"}
    assert cleaned(TABLE, inputs).values == {"f1": [{"id": "r9", "p": [{"id": "i9", "n": "网关"}]}]}


def test_a_fault_within_rows_names_both_rows() -> None:
    result = cleaned(TABLE, {**INPUTS, "f1-r1-p-i2-q": "两"})
    assert [(one.code, one.path, one.row, one.params["label"]) for one in result.faults] == [
        ("number", "f1-r1-p-i2-q", 1, "数量（2）")
    ]
    assert result.values == {"f1": VALUE}


def test_wrong_input_within_rows_is_kept_as_typed_even_in_a_row_that_holds_nothing_else() -> None:
    inputs = {"f1-rows": "r1", "f1-r1-p-rows": "i1,i2", "f1-r1-p-i1-q": "两", "f1-r1-p-i2-n": "看板"}
    section = section_of(TABLE)
    result = cleaned(TABLE, inputs)
    assert section_inputs(section, result.values, result.rejected) == inputs
    faults = check_section(section, result.values, LOOKUPS, rejected=result.rejected)
    assert [(one.code, one.path) for one in faults] == [("number", "f1-r1-p-i1-q")]


def test_too_many_rows_within_a_row_lose_nothing() -> None:
    inputs = {"f1-rows": "r1", "f1-r1-s": "排产", "f1-r1-p-rows": "a,b,c"} | {f"f1-r1-p-{row}-n": row for row in "abc"}
    result = cleaned(TABLE, inputs)
    assert [(one.code, one.path, one.row) for one in result.faults] == [("max_items", "f1-r1-p-rows", 1)]
    assert section_inputs(section_of(TABLE), result.values, result.rejected) == inputs


def test_missing_cells_within_rows_stop_a_submission() -> None:
    inputs = {"f1-rows": "r1", "f1-r1-p-rows": "i1", "f1-r1-p-i1-q": "2"}
    result = cleaned(TABLE, inputs, require=True)
    assert [(one.code, one.path, one.row) for one in result.faults] == [("required", "f1-r1-p-i1-n", 1)]


def test_rows_within_rows_are_shown_in_one_line_and_on_paper_one_below_the_other() -> None:
    kind = field_type("table")
    assert kind.display(TABLE, VALUE, LOOKUPS)[0].text == "场景名称：排产；产品：名称：网关；数量：2 | 名称：看板"
    form = {"code": "c", "title": "表", "sections": [{"id": "s1", "key": "s", "title": "部分", "fields": [SCENES]}]}
    paper = build_document(spec_from_json(form), {"s1": {"f1": VALUE}}, LOOKUPS, PaperContext())
    texts = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert "1. 名称：网关；数量：2\n2. 名称：看板" in texts


def test_an_unlocked_row_opens_the_rows_within_it_and_no_other() -> None:
    new = [
        {"id": "r1", "s": "排产", "p": [{"id": "i1", "n": "新网关"}]},
        {"id": "r2", "s": "改", "p": [{"id": "i5", "n": "偷"}]},
    ]
    merged = merge({"f1": VALUE}, {"f1": new}, {"f1/r1"})
    assert merged == {"f1": [new[0], VALUE[1]]}


def test_an_open_row_that_was_emptied_and_saved_comes_back_when_it_is_filled_again() -> None:
    emptied = merge({"f1": VALUE}, {"f1": [VALUE[1]]}, {"f1/r1"})
    assert emptied == {"f1": [VALUE[1]]}
    assert merge(emptied, {"f1": VALUE}, {"f1/r1"}) == {"f1": [VALUE[1], VALUE[0]]}


def test_a_matrix_has_the_rows_of_the_form_whatever_is_sent() -> None:
    inputs = {"f1-rows": "m9,m2", "f1-m1-c1": "35", "f1-m9-c1": "1", "f1-m2-c3": "好"}
    result = cleaned(MATRIX, inputs)
    assert (result.values, result.faults) == ({"f1": [{"id": "m1", "c1": "35"}, {"id": "m2", "c3": "好"}]}, ())


def test_a_matrix_asks_for_the_required_columns_of_rows_with_content_and_of_all_if_it_is_required() -> None:
    given = {"f1-m2-c3": "好"}
    assert [one.path for one in cleaned(MATRIX, given, require=True).faults] == ["f1-m2-c1"]
    required = field_from_json({**_json(MATRIX), "required": True})
    assert [(one.path, one.row) for one in cleaned(required, given, require=True).faults] == [
        ("f1-m1-c1", 1),
        ("f1-m2-c1", 2),
    ]


def test_a_required_matrix_without_required_columns_wants_something() -> None:
    spec = a_field("matrix", required=True, rows=[{"id": "m1", "label": "甲"}], columns=[_number("c1")])
    assert [one.code for one in cleaned(spec, {}, require=True).faults] == ["min_items"]
    assert cleaned(spec, {"f1-m1-c1": "1"}, require=True).ok


def test_a_matrix_is_shown_and_printed_in_the_order_of_the_form() -> None:
    kind, value = field_type("matrix"), [{"id": "m2", "c1": "80.5"}, {"id": "m1", "c1": "35", "c3": "好"}]
    assert [str(item) for item in kind.display(MATRIX, value, LOOKUPS)] == [
        "设备联网率：改造前：35；评价：好",
        "能耗：改造前：80.5",
    ]
    section = {"id": "s1", "key": "s", "title": "部分", "fields": [_json(MATRIX)]}
    spec = spec_from_json({"code": "c", "title": "表", "sections": [section]})
    for answers, cells in (
        ({"s1": {"f1": value}}, ["", "改造前", "评价", "设备联网率", "35", "好", "能耗", "80.5", ""]),
        ({}, ["", "改造前", "评价", "设备联网率", "", "", "能耗", "", ""]),
    ):
        rows = build_document(spec, answers, LOOKUPS, PaperContext()).tables[0].rows[1:]
        assert [cell.text for row in rows for cell in row.cells if cell.kind != "label"] == cells


def test_wrong_input_in_a_matrix_is_kept_as_typed() -> None:
    result = cleaned(MATRIX, {"f1-m1-c1": "三", "f1-m2-c1": "1"})
    assert result.rejected == {"f1-m1-c1": "三"}
    assert [(one.path, one.row) for one in result.faults] == [("f1-m1-c1", 1)]


def _number(id_: str) -> dict[str, Any]:
    return {"id": id_, "key": id_, "label": id_, "type": "number"}


def _json(spec: Any) -> dict[str, Any]:
    return {
        "id": spec.id,
        "key": "k",
        "label": "指标",
        "type": "matrix",
        "rows": [{"id": row.id, "label": row.label} for row in spec.rows],
        "columns": [
            {"id": "c1", "key": "a", "label": "改造前", "type": "number", "required": True},
            {"id": "c3", "key": "c", "label": "评价", "type": "select", "choices": choices("好", "差")},
        ],
    }


@pytest.mark.parametrize(
    ("field", "count"),
    [
        (SCENES, 0),
        ({**SCENES, "columns": [{**INNER, "columns": [INNER]}]}, 1),
        ({**_json(MATRIX), "columns": [INNER]}, 1),
        (_json(MATRIX), 0),
        ({**_json(MATRIX), "rows": []}, 1),
        ({**_json(MATRIX), "rows": [{"id": "m1", "label": "甲"}, {"id": "m1", "label": "乙"}]}, 2),
        ({**_json(MATRIX), "rows": [{"id": "m-1", "label": "甲"}]}, 1),
        ({**_json(MATRIX), "rows": [{"id": "m1", "label": ""}]}, 1),
    ],
)
def test_two_levels_of_rows_can_be_published_and_three_cannot(field: dict[str, Any], count: int) -> None:
    form = {"code": "c", "title": "表", "sections": [{"id": "s1", "key": "s", "title": "部分", "fields": [field]}]}
    problems = form_problems(spec_from_json(form))
    assert [one.message % one.params != "" for one in problems] == [True] * count
