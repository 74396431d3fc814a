"""Layouts of official sheets in general: what each means."""

from typing import Any

import pytest
from docx import Document

from forms_app.engine.fields import field_types
from forms_app.word_import.grid import DocumentUnreadable
from forms_app.word_import.labels import limit_in, options_in, taken_apart
from forms_app.word_import.read import read_sheet
from forms_app.word_import.reading import Reading
from tests.forms_app.word_import.sheets import Spec, add_table, saved

TYPES = set(field_types())


def read(rows: Spec, width: int, *, before: tuple[str, ...] = ("某某申请表",), types: set[str] = TYPES) -> Reading:
    document: Any = Document()
    for line in before:
        document.add_paragraph(line)
    add_table(document, rows, width)
    return read_sheet(saved(document), types)


def kinds(reading: Reading) -> list[tuple[str, str]]:
    return [(one.label, one.type) for one in reading.guesses()]


@pytest.mark.parametrize(
    ("label", "answer", "type_"),
    [
        ("统一社会信用代码", "", "credit_code"),
        ("联系电话", "", "phone"),
        ("电子邮箱", "", "email"),
        ("所在县区", "", "region"),
        ("成立日期", "", "date"),
        ("签订时间", "    年   月   日", "date"),
        ("项目实施期", "  年 月 至  年 月", "date_range"),
        ("项目总投资（亿元）", "", "money"),
        ("研发人员数量（人）", "", "number"),
        ("主要产品", "（200字以内）", "textarea"),
        ("项目名称", "（不超过30字）", "text"),
        ("是否为高新技术企业", "□是  □否", "radio"),
        ("是否上市", "□是：股票代码____  □否", "radio_with_text"),
        ("所需服务（可多选）", "□诊断 □培训 □融资", "checkbox"),
        ("营业执照扫描件", "", "file"),
        ("主要问题", "逐条列出", "item_list"),
        ("应收账款（万元）", "", "money"),
        ("指标说明", "", "textarea"),
    ],
)
def test_label_and_answer_cell_tell_the_type(label: str, answer: str, type_: str) -> None:
    assert kinds(read([[(label, 1, 1), (answer, 1, 1)]], 2))[0][1] == type_


def test_a_header_above_blank_rows_is_a_table_with_a_total() -> None:
    rows = [
        [("序号", 1, 1), ("设备名称", 1, 1), ("数量（台）", 1, 1), ("金额（万元）", 1, 1)],
        [("1", 1, 1), *[("", 1, 1)] * 3],
        [("2", 1, 1), *[("", 1, 1)] * 3],
        [("合计", 1, 1), *[("", 1, 1)] * 3],
    ]
    (table,) = read(rows, 4).guesses()
    assert table.type == "table"
    assert table.label == "某某申请表"
    assert [(c.label, c.type, c.unit, c.total) for c in table.columns] == [
        ("设备名称", "text", "", False),
        ("数量", "number", "台", True),
        ("金额", "money", "万元", True),
    ]


def test_labels_above_their_cells_are_single_questions() -> None:
    rows = [[("企业名称", 1, 1), ("成立日期", 1, 1)], [("", 1, 1), ("", 1, 1)]]
    assert kinds(read(rows, 2)) == [("企业名称", "text"), ("成立日期", "date")]


def test_rows_with_a_label_each_are_a_matrix_where_the_site_has_one() -> None:
    rows = [
        [("指标", 1, 1), ("2023年", 1, 1), ("2024年", 1, 1)],
        [("营业收入", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("研发投入", 1, 1), ("", 1, 1), ("", 1, 1)],
    ]
    (matrix,) = read(rows, 3, types={*TYPES, "matrix"}).guesses()
    assert (matrix.type, matrix.rows) == ("matrix", ("营业收入", "研发投入"))
    assert [c.label for c in matrix.columns] == ["2023年", "2024年"]


def test_a_heading_over_two_columns_is_a_table_in_the_table_where_the_site_has_one() -> None:
    rows = [
        [("问题", 1, 2), ("产品", 2, 1)],
        [("名称", 1, 1), ("价格（万元）", 1, 1)],
        *[[("", 1, 1)] * 3] * 2,
    ]
    (table,) = read(rows, 3, types={*TYPES, "nested_table"}).guesses()
    assert [(c.label, c.type) for c in table.columns] == [("问题", "textarea"), ("产品", "table")]
    assert [(c.label, c.type) for c in table.columns[1].columns] == [("名称", "text"), ("价格", "money")]


def test_lines_before_the_table_are_questions_and_name_the_unit_of_the_sheet() -> None:
    line = "填报单位：              填报日期：    年   月   日        单位：万元"
    reading = read([[("总投资", 1, 1), ("", 1, 1)]], 2, before=("某某申请表", line))
    assert kinds(reading) == [("填报单位", "text"), ("填报日期", "date"), ("总投资", "money")]
    assert reading.guesses()[2].unit == "万元"
    assert reading.guesses()[2].sure


def test_signatures_running_text_and_labels_without_a_cell_are_listed_not_lost() -> None:
    rows = [
        [("企业名称", 1, 1), ("", 1, 1)],
        [("法定代表人（签字）", 1, 1), ("", 1, 1)],
        [("本单位承诺，所填内容真实、准确、完整，并对此承担相应的法律责任，如有虚假愿意接受处理。", 2, 1)],
        [("主管部门", 1, 1), ("审核结果", 1, 1)],
    ]
    reading = read(rows, 2)
    assert kinds(reading) == [("企业名称", "text")]
    texts = " ".join(one.text for one in reading.unread)
    assert "签字" in texts
    assert "承诺" in texts
    assert "审核结果" in texts
    assert {one.place.row for one in reading.unread} == {2, 3, 4}


def test_a_file_that_is_no_word_document_is_refused() -> None:
    with pytest.raises(DocumentUnreadable):
        read_sheet(b"PK nothing", TYPES)


@pytest.mark.parametrize(
    ("text", "label", "unit", "help_"),
    [
        ("上年度营业收入\n(万元)", "上年度营业收入", "万元", ""),
        ("企业基本情况（500字以内）", "企业基本情况", "", "500字以内"),
        ("县（市、区）", "县（市、区）", "", ""),
        ("联 系 人", "联系人", "", ""),
        (
            "“链式”模式：描述围绕链主开展的协同。（不超过200字）",
            "“链式”模式",
            "",
            "描述围绕链主开展的协同。；不超过200字",
        ),
        ("占比（%）", "占比", "%", ""),
    ],
)
def test_a_label_is_taken_apart(text: str, label: str, unit: str, help_: str) -> None:
    found = taken_apart(text)
    assert (found.text, found.unit, found.help) == (label, unit, help_)


@pytest.mark.parametrize(
    ("text", "limit"), [("500字以内", 500), ("不超过200字", 200), ("限50字", 50), ("200-500字内", 500), ("2字头", None)]
)
def test_a_limit_is_read(text: str, limit: int | None) -> None:
    assert limit_in(text) == limit


def test_a_mouth_typed_for_a_box_counts_only_in_a_list() -> None:
    assert [one.label for one in options_in("口国有   口民营")] == ["国有", "民营"]
    assert options_in("人口数量") == ()
    assert options_in("出口 额") == ()
