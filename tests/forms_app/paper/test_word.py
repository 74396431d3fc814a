"""The Word file can be opened again and says what the sheet says."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table

from forms_app.paper import PaperContext, render_docx
from tests.forms_app.paper.official import ANSWERS, LOOKUPS, OFFICIAL, official_spec


def sheet(*, draft: bool = False) -> WordDocument:
    context = PaperContext(placeholders={"county": "青岚县"}, reference="JSXX-2026-0001", version_number=3, draft=draft)
    return Document(BytesIO(render_docx(official_spec(), ANSWERS, LOOKUPS, context=context)))


def matrix(table: Table) -> list[list[str]]:
    """The table as people read it: a merged cell once per row that it crosses."""
    return [[cell.text for cell in {id(cell._tc): cell for cell in row.cells}.values()] for row in table.rows]


@pytest.mark.row("JS-52")
def test_title_is_set_in_the_official_type():
    title = sheet().paragraphs[0]
    assert [one.text for one in sheet().paragraphs].count(title.text) == 1, "one sheet per enterprise"
    assert title.text == "青岚县数字化转型试点企业改造信息表"
    assert title.runs[0].font.size.pt == 22
    assert title.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"


def test_four_sections_are_four_tables_in_the_official_order():
    headings = [table.cell(0, 0).text for table in sheet().tables]
    assert headings == [f"{one['no']}、{one['title']}{one['title_suffix']}" for one in OFFICIAL["sections"]]


def test_first_section_reads_like_the_official_table():
    assert matrix(sheet().tables[0])[:4] == [
        ["一、基本情况(试点企业改造前填写)"],
        ["企业名称", "青岚精工机械有限公司（演示）", "所属城市及县区", "云溪市青岚县"],
        ["注册地址", "云溪市青岚县演示路1号", "企业信用代码", "91999921PDY0001234"],
        ["联系人", "王演示", "联系方式", "000-00000301"],
    ]
    assert matrix(sheet().tables[0])[5:8] == [
        ["企业性质", "□国有\u3000☑民营\u3000□外资\u3000□混合所有制\u3000□其他"],
        ["企业规模", "□中型企业\u3000☑小型企业\u3000□微型企业"],
        ["企业规模", "☑规模以上企业\u3000□规模以下企业"],
    ]


def test_group_label_is_one_merged_cell():
    rows = matrix(sheet().tables[1])
    assert [row[0] for row in rows[1:]] == ["试点企业面临的各类数字化需求"] * 6
    assert rows[1][2] == "1. 机床未联网，产量靠人工抄录\n2. 能耗数据无采集"


def test_effects_stand_before_and_after():
    rows = matrix(sheet().tables[2])
    assert rows[4][1:] == ["改造阶段", "改造前", "改造后"]
    assert rows[5][1:] == ["中小企业数字化水平等级", "一级", "三级"]


def test_boxes_in_columns_are_set_with_tabs():
    cell = next(cell for row in sheet().tables[2].rows for cell in row.cells if "公有云" in cell.text)
    assert cell.text == "☑公有云：云溪智衡工业云\t□私有云：\n□混合云：\t□未上"


def test_page_is_a4_with_the_official_margins():
    section = sheet().sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def test_heading_rows_repeat_on_every_page_and_rows_do_not_split():
    for table in sheet().tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.rows[1]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_grid_widths_add_up_to_the_type_area():
    for table in sheet().tables:
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == pytest.approx(8844, abs=4)


def test_notes_follow_the_tables_numbered():
    texts = [paragraph.text for paragraph in sheet().paragraphs]
    assert texts[-4] == "注："
    assert [text[:2] for text in texts[-3:]] == ["1.", "2.", "3."]
    assert texts[-3].startswith("1.试点县（市、区）及时组织试点企业自行填写")


def test_footer_has_reference_version_and_page_number_on_both_sides():
    section = sheet().sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "JSXX-2026-0001\u3000表单第3版" in footer.paragraphs[0].text
        assert "PAGE" in footer.paragraphs[0]._p.xml


def test_only_a_draft_carries_the_watermark_and_on_every_page():
    section = sheet(draft=True).sections[0]
    for header in (section.header, section.even_page_header):
        assert 'string="草稿"' in header.paragraphs[0]._p.xml
    assert "草稿" not in sheet().sections[0].header.paragraphs[0]._p.xml
