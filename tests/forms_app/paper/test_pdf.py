"""The PDF holds real text in a Chinese font; where it cannot be made, the site says so."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from cms.core import pdf as core_pdf
from forms_app import checks
from forms_app.paper import PaperContext, PdfUnavailable, pdf, render_html, render_pdf
from forms_app.paper.layout import build_document
from forms_app.paper.pdf import pdf_available, pdf_data
from forms_app.paper.standard import standard
from tests.forms_app.paper.official import ANSWERS, LOOKUPS, answers_of, official_spec


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    context = PaperContext(placeholders={"county": "青岚县"}, reference="JSXX-2026-0001", version_number=3)
    return PdfReader(BytesIO(render_pdf(official_spec(), ANSWERS, LOOKUPS, context=context)))


def test_text_of_the_pdf_can_be_read(reader):
    text = "".join(page.extract_text() for page in reader.pages)
    for expected in ("青岚县数字化转型试点企业改造信息表", "一、基本情况(试点企业改造前填写)", "☑民营", "6500.00"):
        assert expected in text


def test_pages_are_a4_and_numbered_with_the_reference(reader):
    assert 3 <= len(reader.pages) <= 5
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"— {number} —" in page.extract_text()
        assert "JSXX-2026-0001" in page.extract_text()


def test_a_draft_says_so_on_every_page():
    document = PdfReader(BytesIO(render_pdf(official_spec(), {}, LOOKUPS, context=PaperContext(draft=True))))
    assert all("草稿" in page.extract_text() for page in document.pages)


def test_html_escapes_answers_and_has_no_inline_style():
    answers = answers_of({"basic": {"enterprise_name": "<script>alert(1)</script>"}})
    html = render_html(official_spec(), answers, LOOKUPS, context=PaperContext())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "style=" not in html


def test_without_pdf_a_domain_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(pdf, "pdf_available", lambda: False)
    with pytest.raises(PdfUnavailable) as caught:
        render_pdf(official_spec(), {}, LOOKUPS, context=PaperContext())
    assert caught.value.code == "pdf_unavailable"
    assert str(caught.value)


def test_system_check_warns_when_pdf_is_off(monkeypatch):
    monkeypatch.setattr(checks, "pdf_available", lambda: False)
    assert [warning.id for warning in checks.pdf_output_is_on()] == ["forms_app.W001"]
    monkeypatch.setattr(checks, "pdf_available", lambda: True)
    assert checks.pdf_output_is_on() == []


def test_system_check_warns_when_bureaus_documents_cannot_become_pdf(monkeypatch):
    monkeypatch.setattr(checks, "office_available", lambda: False)
    assert [warning.id for warning in checks.word_becomes_pdf()] == ["forms_app.W002"]
    monkeypatch.setattr(checks, "office_available", lambda: True)
    assert checks.word_becomes_pdf() == []


def test_a_machine_without_a_chinese_font_turns_pdf_off_instead_of_printing_boxes(monkeypatch):
    pdf_available.cache_clear()
    monkeypatch.setattr(core_pdf, "CHINESE_FONTS", frozenset({"No Such Font"}))
    assert not pdf_available()
    pdf_available.cache_clear()


def test_what_people_type_is_never_code_of_the_template():
    answers = answers_of({"basic": {"enterprise_name": '#read("/etc/passwd") $x$ *b* #{1+1} \\ <a> @b'}})
    made = PdfReader(BytesIO(render_pdf(official_spec(), answers, LOOKUPS, context=PaperContext())))
    text = "".join(page.extract_text() for page in made.pages).replace("\n", "").replace("\u200b", "")
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text


def test_the_same_sheet_gives_the_same_bytes():
    first, second = (render_pdf(official_spec(), ANSWERS, LOOKUPS, context=PaperContext()) for _ in range(2))
    assert first == second


def test_an_answer_longer_than_a_page_is_printed_to_its_end():
    profile = "".join(f"第{number}句很长的话。" for number in range(1, 600))
    answers = answers_of({"basic": {"profile": profile}})
    made = PdfReader(BytesIO(render_pdf(official_spec(), answers, LOOKUPS, context=PaperContext())))
    text = "".join(page.extract_text() for page in made.pages).replace("\n", "")
    # The sentence on which a page ends has a page number in it.
    assert len(made.pages) > 5
    assert sum(f"第{number}句很长的话。" in text for number in range(1, 600)) >= 599 - len(made.pages)
    assert "第599句很长的话。" in text


def test_the_margins_are_those_of_the_standard_and_change_sides_on_a_sheet_printed_on_both():
    figures = standard()
    assert (figures.top_mm, figures.bottom_mm, figures.left_mm, figures.right_mm) == (37, 35, 28, 26)
    for binding, left, right, duplex in (("single", 28, 26, False), ("duplex", 28, 26, True), ("glued", 33, 21, True)):
        document = build_document(official_spec(), ANSWERS, LOOKUPS, PaperContext(binding=binding))
        page = pdf_data(document)["page"]
        assert (page["left"], page["right"], page["duplex"]) == (left, right, duplex)
        assert page["left"] + page["right"] + figures.type_area_mm[0] == figures.size_mm[0]
