"""A program: read the QR codes of a PDF or a picture and print them as JSON, [[page, text], …], pages from 1.

    python qr_reader.py FILE PDF|PNG|JPEG

Started confined (`cms.core.qr_codes`), as its input is whatever somebody uploaded; it knows nothing of the site.
"""

import json
import math
import sys
import time
import warnings
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

MOST_PAGES = 30
# What is asked for beyond these seconds is not begun; what was found until then is printed.
SECONDS = 8
# Of a page or a picture as it is looked at: A4 at 300 dpi has 8.7 million.
MOST_PIXELS = 12_000_000
PAGE_DPI = 250
LONGEST_TEXT = 200
MOST_ON_PAGE = 8


def main(name: str, kind: str) -> None:
    """Print what the file bears."""
    until = time.monotonic() + SECONDS
    found: list[tuple[int, str]] = []
    for page, picture in enumerate(_pdf_pages(name) if kind == "PDF" else _picture(name, kind), start=1):
        found += [(page, text) for text in _texts(picture)]
        if page >= MOST_PAGES or time.monotonic() > until:
            break
    print(json.dumps(found))  # noqa: T201 - what a program is for


def _pdf_pages(name: str) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(name)
    for page in document:
        width, height = page.get_size()
        most = math.sqrt(MOST_PIXELS / max(width * height, 1))
        yield page.render(scale=min(PAGE_DPI / 72, most), grayscale=False).to_pil().convert("RGB")


def _picture(name: str, kind: str) -> Iterator[Image.Image]:
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    with Image.open(name, formats=[kind]) as picture:
        share = min(1.0, math.sqrt(MOST_PIXELS / (picture.width * picture.height)))
        wanted = (max(1, int(picture.width * share)), max(1, int(picture.height * share)))
        # A JPEG is unpacked to about this size only.
        picture.draft("RGB", wanted)
        yield picture.convert("RGB").resize(wanted)


def _texts(picture: Image.Image) -> list[str]:
    """Return what the codes of a page say, read from the first of its views in which there is one."""
    for view in _views(picture):
        read = zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
        texts = dict.fromkeys(one.text[:LONGEST_TEXT] for one in read if one.valid and one.text)
        if texts:
            return list(texts)[:MOST_ON_PAGE]
    return []


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the page as it is looked at: as it is, without what is red, and both enlarged.

    In the red channel a seal is nearly white; brightened, it covers nothing.
    """
    grey = ImageOps.grayscale(picture)
    plain = picture.getchannel("R").point([min(255, value * 3 // 2) for value in range(256)])
    yield grey
    yield plain
    yield _enlarged(plain)
    yield _enlarged(grey)


def _enlarged(view: Image.Image) -> Image.Image:
    """Return a view twice as wide and high, or as much larger as is allowed: few pixels per module read badly."""
    by = min(2.0, math.sqrt(2 * MOST_PIXELS / (view.width * view.height)))
    return view.resize((int(view.width * by), int(view.height * by)), Image.Resampling.BICUBIC)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
