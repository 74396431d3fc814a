"""The sheet on paper has the labels, the order and the boxes of the regulation."""

import pytest

from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.paper.document import Cell, PaperContext, PaperDocument, Table
from forms_app.paper.layout import build_document
from tests.forms_app.paper.official import ANSWERS, LOOKUPS, OFFICIAL, official_spec

CONTEXT = PaperContext(placeholders={"county": "青岚县"}, reference="JSXX-2026-0001", version_number=3)


def full_sheet() -> PaperDocument:
    return build_document(official_spec(), ANSWERS, LOOKUPS, CONTEXT)


def blank_sheet() -> PaperDocument:
    return build_document(official_spec(), {}, LOOKUPS, PaperContext())


def cells(table: Table, kind: str = "") -> list[Cell]:
    return [cell for row in table.rows for cell in row.cells if not kind or cell.kind == kind]


def answer_beside(document: PaperDocument, label: str) -> str:
    """The text of the first answer right of a label."""
    for table in document.tables:
        for row in table.rows:
            for cell, following in zip(row.cells, row.cells[1:], strict=False):
                if cell.kind == "label" and cell.text.replace("\n", "").startswith(label):
                    return following.text
    raise AssertionError(label)


def field(kind: str, **attributes: object) -> FieldSpec:
    return FieldSpec(id="f", key="f", label="标签", type=kind, **attributes)


def sheet_of(*fields: FieldSpec, answers: dict | None = None, paper: dict | None = None) -> PaperDocument:
    section = SectionSpec(id="s", key="s", title="情况", fields=fields, paper=paper or {})
    return build_document(FormSpec("code", "任意表", (section,)), {"s": answers or {}}, LOOKUPS, PaperContext())


@pytest.mark.row("JS-52")
def test_title_carries_the_county():
    assert full_sheet().title == "青岚县数字化转型试点企业改造信息表"


def test_title_of_a_blank_sheet_is_the_official_template_title():
    assert f"{blank_sheet().title}（模板）" == OFFICIAL["title"]


def test_every_section_stands_under_its_official_heading():
    headings = [cells(table, "heading")[0].text for table in full_sheet().tables]
    assert headings == [f"{one['no']}、{one['title']}{one['title_suffix']}" for one in OFFICIAL["sections"]]


def test_labels_stand_in_the_official_order():
    printed = ["".join(cell.text.split()) for table in blank_sheet().tables for cell in cells(table, "label")]
    official, position = [one["label"] for section in OFFICIAL["sections"] for one in section["fields"]], 0
    official.remove("企业规模")  # one label over two rows of boxes
    for label in official:
        assert any(text.startswith(label) for text in printed[position:]), label
        position = next(at for at in range(position, len(printed)) if printed[at].startswith(label)) + 1


def test_units_stand_in_the_label_and_money_is_in_ten_thousands():
    document = full_sheet()
    labels = [cell.text for table in document.tables for cell in cells(table, "label")]
    assert "上年度营业收入\n(万元)" in labels
    assert answer_beside(document, "上年度营业收入") == "6500.00"
    assert answer_beside(document, "上年度年利润") == "-125.00"


def test_boxes_show_every_choice_and_tick_the_one_chosen():
    assert answer_beside(full_sheet(), "企业性质") == "□国有\u3000☑民营\u3000□外资\u3000□混合所有制\u3000□其他"
    assert "☑" not in "".join(cell.text for table in blank_sheet().tables for cell in cells(table))


def test_boxes_stand_one_below_the_other_where_the_sheet_has_them_so():
    assert answer_beside(full_sheet(), "优质中小企业情况").split("\n") == [
        "□无",
        "□创新型中小企业",
        "☑专精特新中小企业",
    ]


def test_cloud_boxes_stand_in_two_columns_with_their_words():
    table = full_sheet().tables[2]
    lines = next(cell.lines for cell in cells(table, "value") if "公有云" in cell.text)
    assert lines == (("☑公有云：云溪智衡工业云", "□私有云："), ("□混合云：", "□未上"))


@pytest.mark.row("JS-61")
def test_items_are_numbered():
    assert answer_beside(full_sheet(), "数字化改造内容介绍").split("\n") == [
        "1. 部署设备联网平台，接入机床42台",
        "2. 上线制造执行系统",
        "3. 建设统一数据看板",
    ]


def test_an_empty_list_shows_the_hint_of_the_sheet():
    assert answer_beside(blank_sheet(), "数字化改造内容介绍") == "若有多项，请逐项列出。"


def test_group_label_spans_the_before_and_after_rows():
    table = full_sheet().tables[2]
    groups = [cell for cell in cells(table, "label") if cell.text.startswith("数字化改造成效")]
    assert [(cell.left, cell.rowspan) for cell in groups] == [(0, 3), (0, 6)]
    assert [cell.text for cell in cells(table, "head")] == ["改造阶段", "改造前", "改造后"]


def test_before_and_after_stand_in_their_own_columns():
    table = full_sheet().tables[2]
    row = next(row for row in table.rows if any("设备数采方面改造成效" in cell.text for cell in row.cells))
    before, after = (cell.text.split("\n") for cell in row.cells[-2:])
    assert before == ["1. 生产设备联网率：35%", "2. 关键工序数控化率：40%"]
    assert after == ["1. 生产设备联网率：80%", "2. 关键工序数控化率：72.5%"]


def test_one_label_covers_both_rows_of_enterprise_size():
    table = full_sheet().tables[0]
    label = next(cell for cell in cells(table, "label") if cell.text == "企业规模")
    assert label.rowspan == 2
    assert sum("企业规模" in cell.text for cell in cells(table, "label")) == 1


def test_county_section_prints_the_reason_below_its_boxes():
    assert answer_beside(full_sheet(), "绩效评价是否通过") == "□是\u3000☑否\n联网率未达方案目标"


def test_fields_that_are_not_printed_stay_out():
    assert all("从业人员" not in cell.text for table in full_sheet().tables for cell in cells(table))


def test_cells_of_a_row_fill_the_table_without_gap_or_overlap():
    for table in (*full_sheet().tables, *blank_sheet().tables):
        covered = [0] * len(table.rows)
        for at, row in enumerate(table.rows):
            for cell in row.cells:
                for below in range(cell.rowspan):
                    covered[at + below] += cell.right - cell.left
        assert covered == [1000] * len(table.rows)


def test_a_form_that_says_nothing_about_paper_prints_label_and_answer():
    document = sheet_of(field("text"), answers={"f": "值"})
    assert document.title == "任意表"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["情况"], ["标签", "值"]]


def test_fields_of_one_group_stand_under_its_label_without_being_placed():
    one, two = field("text", group="各类需求"), FieldSpec(id="g", key="g", label="二", type="text", group="各类需求")
    rows = sheet_of(one, two).tables[0].rows
    assert [cell.text for cell in rows[1].cells] == ["各类需求", "标签", ""]
    assert rows[1].cells[0].rowspan == 2


def test_a_repeating_table_has_a_row_for_each_entry_and_an_empty_one_when_blank():
    columns = tuple(FieldSpec(id=key, key=key, label=key, type="text") for key in ("名称", "数量"))
    entries = [{"id": "a", "名称": "机床", "数量": "2"}, {"id": "b", "名称": "网关"}]
    rows = sheet_of(field("table", columns=columns), answers={"f": entries}).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows[1:]] == [
        ["标签", "名称", "数量"],
        ["机床", "2"],
        ["网关", ""],
    ]
    assert len(sheet_of(field("table", columns=columns)).tables[0].rows) == 3


def test_a_wide_table_takes_the_whole_width():
    columns = tuple(FieldSpec(id=key, key=key, label=key, type="text") for key in "甲乙丙丁戊")
    rows = sheet_of(field("table", columns=columns)).tables[0].rows
    assert (rows[1].cells[0].left, rows[1].cells[0].right) == (0, 1000)
    assert len(rows[2].cells) == 5


def test_a_choice_inside_a_table_prints_the_answer_without_boxes():
    column = FieldSpec(id="c", key="c", label="评价", type="radio", choices=(Choice("a", "满意"), Choice("b", "一般")))
    rows = sheet_of(field("table", columns=(column,)), answers={"f": [{"id": "r", "c": "a"}]}).tables[0].rows
    assert rows[2].cells[0].text == "满意"


def test_before_and_after_without_columns_are_named():
    level = field("before_after", choices=(Choice("一级", "一级"), Choice("二级", "二级")))
    rows = sheet_of(level, answers={"f": {"before": "一级"}}).tables[0].rows
    assert rows[1].cells[1].text == "改造前：一级\n改造后："


def test_a_long_answer_may_break_over_pages():
    rows = sheet_of(field("textarea"), answers={"f": "长" * 2000}).tables[0].rows
    assert rows[1].breakable


def test_footer_names_the_reference_and_the_form_version():
    assert full_sheet().footer_text == "JSXX-2026-0001\u3000表单第3版"
