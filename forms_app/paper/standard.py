"""GB/T 9704-2012: the figures of page and type, read from gbt9704.json beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("gbt9704.json")
# The official fonts may not be shipped; behind each stand those that a machine may have instead.
STAND_INS = {
    "仿宋_GB2312": ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun"),
    "黑体": ("SimHei", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC"),
    "宋体": ("SimSun", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC"),
}
# Official sheets are denser than running text: the standard's 三号 would fill a page with five answers.
TABLE_PT = 11
HEADING_PT = 12
NOTES_PT = 10.5


@dataclass(frozen=True, slots=True)
class Standard:
    """The figures that the renderers use; millimetres and points."""

    size_mm: tuple[int, int]
    top_mm: int
    bottom_mm: int
    left_mm: int
    right_mm: int
    type_area_mm: tuple[int, int]
    number_below_mm: int
    title_font: str
    title_pt: int
    body_font: str
    heading_font: str
    number_font: str
    number_pt: int

    def stack(self, font: str) -> list[str]:
        """Return the font and those that may stand in for it."""
        return list(STAND_INS[font])


@cache
def standard() -> Standard:
    """Return the figures of the standard."""
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    page, fonts = figures["page"], figures["fonts"]
    return Standard(
        size_mm=tuple(page["size_mm"]),
        top_mm=page["top_mm"],
        bottom_mm=page["bottom_mm"],
        left_mm=page["left_mm"],
        right_mm=page["right_mm"],
        type_area_mm=tuple(page["type_area_mm"]),
        number_below_mm=fonts["page_number"]["below_type_area_mm"],
        title_font=fonts["title"]["font"],
        title_pt=fonts["title"]["pt"],
        body_font=fonts["body"]["font"],
        heading_font=fonts["h1"]["font"],
        number_font=fonts["page_number"]["font"],
        number_pt=fonts["page_number"]["pt"],
    )
