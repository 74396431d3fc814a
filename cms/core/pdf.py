"""PDFs, typeset by Typst from a template of ours and data: what people typed is never code.

Needs no library of the system, but a font with Chinese characters.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

# Any one of these can print Chinese; the templates name them behind the official ones.
CHINESE_FONTS = frozenset(
    {
        "Noto Serif CJK SC",
        "Noto Sans CJK SC",
        "Source Han Serif SC",
        "Source Han Sans SC",
        "FangSong",
        "SimSun",
        "Songti SC",
        "WenQuanYi Zen Hei",
    }
)


@cache
def _fonts() -> Any:
    """Return the fonts of this machine; looked for once per process."""
    import typst  # noqa: PLC0415 - heavy, and only the worker needs it

    return typst.Fonts()


@cache
def pdf_available() -> bool:
    """Whether this machine has a font with Chinese characters; asked once per process."""
    found = bool(CHINESE_FONTS & set(_fonts().families()))
    if not found:
        log.warning("pdf_chinese_font_missing")
    return found


def typst_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that the template makes of `data`; the same data gives the same bytes."""
    import typst  # noqa: PLC0415 - heavy

    document = json.dumps(data, ensure_ascii=False)
    made = typst.compile(str(template), format="pdf", font_paths=_fonts(), sys_inputs={"data": document}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("one template makes one PDF")
    return made
