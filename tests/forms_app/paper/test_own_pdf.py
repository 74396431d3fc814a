"""A bureau's own document as PDF: its pages, its Chinese, its marks, and nothing that it tries to fetch."""

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image
from pypdf import PageObject, PdfReader

from cms.core import office
from cms.core.office import OfficeFailed, word_to_pdf
from forms_app.paper.own_pdf import marked, own_pdf_bytes
from tests.forms_app.paper.test_template import ANSWERED, CONTEXT, SPEC, WORLD

DRAFT = replace(CONTEXT, draft=True, check_code="", verify_url="")
TITLE, BODY = "青岚县专项资金申报表", "骨直返关门，本局专用。"


def bureau_document() -> bytes:
    """Return a template as bureaus have them: official fonts, three sections, one of them across, each with its footer.

    The first page has a footer of its own, and the style of footers cuts what is higher than its line.
    """
    word = Document()
    word.styles["Footer"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    word.styles["Footer"].paragraph_format.line_spacing = Pt(12)
    typed(word, TITLE, "黑体")
    typed(word, f"{{{{ 企业名称 }}}}{BODY}", "仿宋_GB2312")
    word.sections[0].different_first_page_header_footer = True
    word.add_page_break()
    typed(word, "第二页", "仿宋_GB2312")
    across = word.add_section(WD_SECTION.NEW_PAGE)
    across.orientation, across.page_width, across.page_height = (
        WD_ORIENT.LANDSCAPE,
        across.page_height,
        across.page_width,
    )
    across.different_first_page_header_footer = across.footer.is_linked_to_previous = False
    across.footer.paragraphs[0].text = "本局附表"
    typed(word, "第三页", "仿宋_GB2312")
    return saved(word)


def typed(word: object, text: str, font: str) -> None:
    run = word.add_paragraph().add_run(text)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def saved(word: object) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def made(context: object) -> PdfReader:
    return PdfReader(io.BytesIO(own_pdf_bytes(bureau_document(), SPEC, ANSWERED, WORLD, context)))


def fonts_of(page: PageObject) -> set[str]:
    return {font.get_object()["/BaseFont"].partition("+")[2] for font in page["/Resources"]["/Font"].values()}


def test_every_page_of_a_bureaus_document_bears_code_and_picture_whichever_footer_it_has() -> None:
    reader = made(CONTEXT)
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 3
    assert TITLE in texts[0]
    assert BODY in texts[0]
    assert "本局附表" in texts[2]
    assert [text.count(CONTEXT.check_code) for text in texts] == [1, 1, 1]
    assert reader.pages[0].images
    assert not any("草稿" in text for text in texts)
    first, last = reader.pages[0].mediabox, reader.pages[2].mediabox
    assert first.height > first.width
    assert last.width > last.height


def test_a_draft_is_marked_on_every_page_once_and_keeps_its_text() -> None:
    texts = [page.extract_text() for page in made(DRAFT).pages]
    assert [text.count("草稿") for text in texts] == [1, 1, 1]
    assert "校验码" not in "".join(texts)
    assert BODY in texts[0]


def test_a_page_that_hides_its_footer_gets_the_code_all_the_same() -> None:
    word = Document()
    typed(word, "没有页脚", "仿宋_GB2312")
    bare = word_to_pdf(saved(word))
    page = PdfReader(io.BytesIO(marked(bare, CONTEXT))).pages[0]
    assert CONTEXT.check_code in page.extract_text()
    assert "没有页脚" in page.extract_text()
    already = marked(bare, CONTEXT)
    assert marked(already, CONTEXT) == already


def test_what_stands_in_for_the_official_fonts_is_a_chinese_song_and_hei() -> None:
    word = Document()
    for font in ("仿宋_GB2312", "方正小标宋简体", "宋体", "某局专用体"):
        typed(word, f"{font}骨直", font)
    song = fonts_of(PdfReader(io.BytesIO(word_to_pdf(saved(word)))).pages[0])
    assert song
    assert all("Serif" in font for font in song), song
    hei = Document()
    typed(hei, "黑体骨直", "黑体")
    assert all("Sans" in font for font in fonts_of(PdfReader(io.BytesIO(word_to_pdf(saved(hei)))).pages[0]))


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a picture in the network, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/picture.png", asked
    server.shutdown()
    server.server_close()


def test_a_document_can_fetch_neither_a_file_of_the_server_nor_an_address(
    tmp_path: Path, address: tuple[str, list[str]]
) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (60, 60), "red").save(secret)
    link, asked = address
    word = Document()
    word.add_picture(str(secret))
    Image.new("RGB", (60, 60), "blue").save(secret)
    word.add_picture(str(secret))
    targets = iter((secret.as_uri(), link))

    def linked(found: re.Match[bytes]) -> bytes:
        return f'Target="{next(targets)}" TargetMode="External"'.encode()

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(word))) as given, zipfile.ZipFile(out, "w") as changed:
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                part = part.replace(b"r:embed=", b"r:link=")
            if name == "word/_rels/document.xml.rels":
                part = re.sub(rb'Target="media/[^"]*"', linked, part)
            changed.writestr(name, part)
    pages = PdfReader(io.BytesIO(word_to_pdf(out.getvalue()))).pages
    assert [len(page.images) for page in pages] == [0] * len(pages)
    assert asked == []


def test_what_cannot_be_turned_or_not_in_time_is_a_failure_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(office, "SECONDS", 1)
    # On a quick machine the office itself may well be done within the second.
    slow = tmp_path_factory.mktemp("programs") / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "office_program", lambda: str(slow))
    with pytest.raises(OfficeFailed, match="time"):
        word_to_pdf(bureau_document())
    monkeypatch.setattr(office, "office_program", lambda: None)
    with pytest.raises(OfficeFailed, match="missing"):
        word_to_pdf(b"")
    assert list(tmp_path.iterdir()) == []
