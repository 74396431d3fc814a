"""The sheet as PDF. WeasyPrint needs system libraries and a Chinese font; without them this output is off."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

import structlog

from forms_app.paper.document import PaperDocument
from forms_app.paper.errors import PdfUnavailable
from forms_app.paper.html import page_html

logger = structlog.get_logger(__name__)

STYLESHEET = Path(__file__).resolve().parent.parent / "static" / "forms_app" / "paper.css"
PROBE = "<p style='font-family: FangSong, \"Noto Serif CJK SC\", serif'>汉☑□</p>"

# A background of the page box: WeasyPrint repeats it on every page, a fixed element only on some.
DRAFT_STYLES = """
.paper-watermark { display: none }
@page { background: url("data:image/svg+xml,%s") center / 140mm no-repeat }
"""
DRAFT_IMAGE = """
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400'><text x='200' y='250' text-anchor='middle'
 transform='rotate(-35 200 200)' font-size='150' fill='#e4e4e4' font-family='SimHei, Noto Sans CJK SC'>草稿</text></svg>
"""


@cache
def pdf_available() -> bool:
    """Whether this machine has WeasyPrint's libraries and a font with Chinese characters; asked once per process."""
    try:
        import weasyprint  # noqa: PLC0415 - heavy, and its absence must not stop the site
    except (ImportError, OSError) as error:
        logger.warning("pdf_libraries_missing", error=str(error))
        return False
    probe = weasyprint.HTML(string=PROBE).render()
    probe.write_pdf()
    if any(font.missing for font in probe.fonts.values()):
        logger.warning("pdf_chinese_font_missing")
        return False
    return True


def pdf_bytes(document: PaperDocument) -> bytes:
    """Return the sheet as PDF; PdfUnavailable where this machine cannot make one."""
    if not pdf_available():
        raise PdfUnavailable
    import weasyprint  # noqa: PLC0415 - heavy

    styles = STYLESHEET.read_text(encoding="utf-8")
    if document.draft:
        styles += DRAFT_STYLES % quote(DRAFT_IMAGE)
    # The column widths are attributes, because the site's CSP forbids inline styles on the screen.
    return weasyprint.HTML(string=page_html(document)).write_pdf(
        stylesheets=[weasyprint.CSS(string=styles)], presentational_hints=True
    )
