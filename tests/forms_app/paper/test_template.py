"""The bureau's own Word document: filled in by the words of the form, and by nothing else."""

import io
from dataclasses import replace

import pytest
from docx import Document

from forms_app.engine.lookups import FixedLookups
from forms_app.paper import PaperContext
from forms_app.paper.starter import starter_bytes
from forms_app.paper.template import OUTSIDE, SHARED, template_bytes, template_problems
from tests.forms_app.paper.official import ANSWERS, LOOKUPS, official_spec
from tests.forms_app.world import SPEC

ANSWERED = {
    "s-basics": {"f-name": "青岚精工<b>&机械", "f-kind": "民营", "f-money": "65000000.00", "f-profile": "一行\n二行"},
    "s-effects": {
        "f-products": [
            {"id": "r1", "c-name": "采集终端", "c-cost": "120000.00", "c-again": "是"},
            {"id": "r2", "c-name": "看板", "c-cost": "5000.50"},
        ],
        "f-cloud": {"selected": ["公有云"], "texts": {"公有云": "示范云"}},
        "f-level": {"before": "一级", "after": "三级"},
    },
}
WORLD = FixedLookups(regions={"999921": "云溪市青岚县"})
CONTEXT = PaperContext(
    placeholders={"county": "青岚县"},
    reference="XX-2026-000001",
    version_number=2,
    check_code="KTPE-APVF-SVKB",
    verify_url="https://pilot.example.com/verify/KTPE-APVF-SVKB/",
)


def document(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Return a .docx with these paragraphs and one table."""
    word = Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if rows:
        table = word.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def filled(content: bytes, context: PaperContext = CONTEXT) -> Document:
    assert template_problems(content, SPEC) == []
    return Document(io.BytesIO(template_bytes(content, SPEC, ANSWERED, WORLD, context)))


def words(word: Document) -> str:
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def sentences(content: bytes) -> list[str]:
    return [problem.message % problem.params for problem in template_problems(content, SPEC)]


def test_placeholders_are_answers_by_label_or_code_as_the_official_sheet_prints_them() -> None:
    text = words(
        filled(
            document(
                "{{ 企业名称 }}",
                "{{money}}",
                "{{ 企业性质 }}",
                "{{ 企业基本情况 }}",
                "{{ 编号 }} {{ 校验码 }} {{单位所在地}}",
            )
        )
    )
    assert "青岚精工<b>&机械" in text
    assert "6500.00" in text
    assert "☑民营" in text
    assert "□国有" in text
    assert "一行\n二行" in text
    assert "XX-2026-000001 KTPE-APVF-SVKB 青岚县" in text


def test_parts_of_an_answer_can_be_asked_for() -> None:
    text = words(
        filled(
            document(
                "{{ 营业收入.大写 }}|{{ 营业收入.元 }}|{{ 企业性质.民营 }}{{ 企业性质.国有 }}",
                "{{ 水平等级.改造后 }}",
                "{{ 云应用情况.公有云 }}",
            )
        )
    )
    assert "人民币陆仟伍佰万元整|65000000|☑□" in text
    assert "三级" in text
    assert text.count("☑") == 2


def test_a_row_of_the_word_table_is_repeated_for_every_row_of_the_answer() -> None:
    content = document(
        rows=(
            ("序号", "产品", "费用"),
            ("{%tr for 行 in 所用产品 %}", "", ""),
            ("{{ 行.序号 }}", "{{ 行.产品 }}", "{{ 行.费用 }}"),
            ("{%tr endfor %}", "", ""),
        )
    )
    rows = [[cell.text for cell in row.cells] for row in filled(content).tables[0].rows]
    assert rows == [["序号", "产品", "费用"], ["1", "采集终端", "12.00"], ["2", "看板", "0.50005"]]


def test_parts_can_depend_on_whether_there_is_an_answer() -> None:
    content = document("{% if 企业名称 %}有{% else %}无{% endif %}", "{% if not 电子邮箱 %}没有邮箱{% endif %}")
    assert "有" in words(filled(content))
    assert "没有邮箱" in words(filled(content))


def test_an_unknown_placeholder_is_named_with_the_nearest_label() -> None:
    assert sentences(document("{{ 企业名 }}")) == [
        "The template asks for “企业名”, which the form does not have. Is “企业名称” meant?"
    ]
    assert "Is “" not in sentences(document("{{ xyz }}"))[0]
    assert "行.价格" not in sentences(document("{%p for 行 in 所用产品 %}", "{{ 行.价格 }}", "{%p endfor %}"))[0]


def test_a_loop_over_what_is_no_table_is_named() -> None:
    content = document("{%p for 行 in 企业名称 %}", "{{ 行.产品 }}", "{%p endfor %}")
    assert sentences(content) == ["“企业名称” is no repeating table, so there can be no loop over it."]


def test_a_loop_that_is_not_closed_and_a_file_that_is_no_document_are_refused() -> None:
    assert "not closed" in sentences(document("{% if 企业名称 %}有"))[0]
    assert "cannot be opened" in sentences(b"PK\x03\x04 broken")[0]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 企业名称.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ config }}",
        "{{ 7*7 }}",
        "{{ 企业名称|upper }}",
        "{{ range(10**9) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ d }}",
        "{{ r1 }}",
        "{{ 'x' * 10**9 }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{% set a = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{% extends 'x' %}",
        "{% if ''.__class__ %}x{% endif %}",
        "{% if 1 %}x{% endif %}",
        "{% raw %}{{ 7*7 }}{% endraw %}",
    ],
)
def test_nothing_but_the_words_of_the_form_is_understood(attack: str) -> None:
    assert template_problems(document(attack), SPEC)


def test_an_answer_is_never_a_tag() -> None:
    answers = {"s-basics": {"f-name": "{{ 7*7 }}{% for x in y %}"}}
    made = Document(io.BytesIO(template_bytes(document("{{ 企业名称 }}"), SPEC, answers, WORLD, CONTEXT)))
    assert "49" not in words(made)


def test_every_page_bears_code_and_picture_or_the_word_draft() -> None:
    made = filled(document("{{ 企业名称 }}"))
    assert "KTPE-APVF-SVKB" in made.sections[0].footer._element.xml.replace("</w:t>", "")
    assert "<pic:pic" in made.sections[0].footer._element.xml
    draft = filled(document("{{ 企业名称 }}"), PaperContext(draft=True))
    assert "草稿" in draft.sections[0].header._element.xml
    assert "校验码" not in draft.sections[0].footer._element.xml


@pytest.mark.parametrize("spec", [SPEC, official_spec()], ids=["small", "official"])
def test_the_document_to_begin_with_fits_its_form(spec: object) -> None:
    assert template_problems(starter_bytes(spec), spec) == []


def test_the_starter_of_the_official_sheet_prints_its_answers() -> None:
    spec = official_spec()
    made = Document(io.BytesIO(template_bytes(starter_bytes(spec), spec, ANSWERS, LOOKUPS, CONTEXT)))
    text = words(made)
    assert "青岚精工机械有限公司（演示）" in text
    assert "{{" not in text
    assert "{%" not in text


def test_a_loop_over_rows_outside_of_a_table_is_told_where_it_belongs():
    problems = template_problems(document("{%tr for 行 in 产品 %}"), SPEC)
    assert OUTSIDE in [problem.message for problem in problems]


TWINS = replace(SPEC.sections[0].fields[0], id="f-twin", key="twin_name")


def test_a_label_that_two_questions_have_is_refused_with_the_codes_that_tell_them_apart():
    first, *others = SPEC.sections
    spec = replace(SPEC, sections=(replace(first, fields=(*first.fields, TWINS)), *others))
    (problem,) = template_problems(document(f"{{{{ {TWINS.label} }}}}"), spec)
    assert (problem.message, problem.params["name"]) == (SHARED, TWINS.label)
    assert problem.params["codes"] == f"{first.fields[0].key}、twin_name"
    assert template_problems(document("{{ twin_name }}"), spec) == []
    assert template_problems(starter_bytes(spec), spec) == []


def test_the_document_to_begin_with_leaves_the_county_of_the_title_to_the_sheet():
    spec = replace(SPEC, paper_title="{county}申报表")
    assert words(filled(starter_bytes(spec))).startswith("青岚县申报表")
