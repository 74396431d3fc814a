"""Codes are read from real scans; a hostile file costs bounded time and gives nothing."""

import io
import time
from pathlib import Path

import pytest
import segno
from PIL import Image

from cms.core import qr_codes as module
from cms.core.qr_codes import PageCode, qr_codes
from cms.core.qr_reader import MOST_PAGES
from tests.scans import jpeg, scan_pdf, scanned

ADDRESS = "https://pilot.example.com/verify/KTPE-APVF-SVKB/"


def sheet(*texts: str, at: tuple[int, int] = (280, 2080)) -> Image.Image:
    """Return a white A4 page at 200 dpi with codes of 13 mm beside each other."""
    page = Image.new("RGB", (1654, 2339), "white")
    for number, text in enumerate(texts):
        stream = io.BytesIO()
        segno.make(text, error="m", micro=False).save(stream, kind="png", border=0, scale=6)
        page.paste(Image.open(stream).convert("RGB").resize((102, 102)), (at[0] + number * 300, at[1]))
    return page


def test_every_page_is_read_and_other_codes_are_told_too() -> None:
    pages = [sheet(ADDRESS), sheet(), sheet("https://invoice.example.com/1", ADDRESS)]
    assert sorted(qr_codes(scan_pdf(pages), "pdf")) == sorted(
        [PageCode(1, ADDRESS), PageCode(3, "https://invoice.example.com/1"), PageCode(3, ADDRESS)]
    )


@pytest.mark.parametrize("askew", [0, 4, -4, 90, 178])
def test_a_seal_over_the_code_grain_and_an_angle_do_not_hide_it(askew: int) -> None:
    picture = scanned(sheet(ADDRESS), askew=askew, sealed=True)
    assert qr_codes(jpeg(picture), "jpg") == [PageCode(1, ADDRESS)]


def test_a_page_without_a_code_and_a_kind_without_pages_give_nothing() -> None:
    assert qr_codes(jpeg(sheet()), "jpg") == []
    assert qr_codes(b"PK", "docx") == []


def test_what_is_no_picture_or_no_pdf_gives_nothing() -> None:
    for ending in ("pdf", "png", "jpg"):
        assert qr_codes(b"%PDF-1.7 nothing of the kind", ending) == []


def test_pages_beyond_the_last_that_is_looked_at_are_not_read() -> None:
    blank = Image.new("L", (80, 80), "white")
    code = sheet(ADDRESS)
    assert qr_codes(scan_pdf([*[blank] * (MOST_PAGES - 1), code, code]), "pdf") == [PageCode(MOST_PAGES, ADDRESS)]


def test_a_page_of_several_metres_and_a_picture_of_many_pixels_are_looked_at_small() -> None:
    huge = scan_pdf([sheet(ADDRESS)], dpi=10)
    assert qr_codes(huge, "pdf") == [PageCode(1, ADDRESS)]
    assert qr_codes(jpeg(Image.new("L", (7500, 7500), "white")), "jpg") == []


def test_a_file_on_which_the_reader_hangs_is_given_up_and_others_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("while True: pass")
    with monkeypatch.context() as patched:
        patched.setattr(module, "PROGRAM", hanging)
        patched.setattr(module, "SECONDS", 1)
        began = time.monotonic()
        assert [qr_codes(b"x", "pdf") for _ in range(3)] == [[], [], []]
        assert time.monotonic() - began < 15
    assert qr_codes(jpeg(sheet(ADDRESS)), "jpg") == [PageCode(1, ADDRESS)]
