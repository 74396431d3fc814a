"""The PDF holds real text in a Chinese font; where it cannot be made, the site says so."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from forms_app import checks
from forms_app.paper import PaperContext, PdfUnavailable, pdf, render_html, render_pdf
from forms_app.paper.pdf import pdf_available
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


def test_missing_libraries_turn_pdf_off_instead_of_failing(monkeypatch):
    pdf_available.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert not pdf_available()
    pdf_available.cache_clear()
