"""Scans as offices make them of our own sheets: rastered, askew, with grain, under a red seal, as JPEG or PDF."""

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

SEAL_RED = (205, 25, 35)


def pages_of(pdf: bytes, *, dpi: int = 200) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def scanned(page: Image.Image, *, askew: float = 3, grain: float = 40, sealed: bool = False) -> Image.Image:
    """Return a page as it comes out of a scanner; `askew` in degrees. The seal lies over the foot, codes and all."""
    if sealed:
        page = ImageChops.multiply(page, _seal(page.size))
    turned = page.rotate(askew, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(turned.size, grain).convert("RGB")
    return Image.open(io.BytesIO(jpeg(Image.blend(turned, noise, 0.12)))).convert("RGB")


def _seal(size: tuple[int, int]) -> Image.Image:
    """Return a round seal that covers the lower left, where the codes stand, with a star's worth of ink in it."""
    sheet = Image.new("RGB", size, "white")
    pen, unit = ImageDraw.Draw(sheet), size[0] / 210
    centre, radius = (40 * unit, 265 * unit), 21 * unit
    pen.ellipse(
        (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius),
        outline=SEAL_RED,
        width=int(unit * 1.2),
    )
    for step in range(-3, 4):
        height = centre[1] + step * radius / 6
        pen.line((centre[0] - radius / 2, height, centre[0] + radius / 2, height), fill=SEAL_RED, width=int(unit))
    return sheet


def jpeg(picture: Image.Image, *, quality: int = 60) -> bytes:
    """Return a picture as JPEG."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def scan_pdf(pages: Sequence[Image.Image], *, dpi: int = 200) -> bytes:
    """Return pictures as the PDF that a scanner makes."""
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return stream.getvalue()
