"""The QR code of an address, as SVG for the PDF and the page and as PNG for Word."""

import io

import segno

# A fifth of the code may be lost under a stamp or a fold and it still reads.
ERROR_CORRECTION = "m"
PNG_SCALE = 6


def qr_svg(address: str) -> str:
    """Return the code as an <svg> element without a border."""
    stream = io.BytesIO()
    segno.make(address, error=ERROR_CORRECTION, micro=False).save(stream, kind="svg", border=0, xmldecl=False, nl=False)
    return stream.getvalue().decode()


def qr_png(address: str) -> bytes:
    """Return the code as a PNG without a border."""
    stream = io.BytesIO()
    segno.make(address, error=ERROR_CORRECTION, micro=False).save(stream, kind="png", border=0, scale=PNG_SCALE)
    return stream.getvalue()
