"""Somebody who fills in the info sheet fast, remembers every field, and compares with what the server has."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import Page

from tests.e2e.info_sheet import field as sheet_field

WORDS = "设备联网数据采集能耗监测订单库存车间排产质量追溯安全培训"
MOST_ROWS = 6

# A cell is a field, or a field with the number of a row and perhaps a column.
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A section at one stage: where it is typed into. Fields, lists of items, and tables with their open columns."""

    section: str
    plain: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# What is open to the enterprise while it is chosen, and after its transformation.
BEFORE = (
    Part("basic", plain=("enterprise_name", "reg_address", "contact", "profile", "industry_code")),
    Part("needs", lists=("need_collect", "need_link", "need_data", "need_ai")),
    Part("results", tables={"eff_collect": ("name", "unit", "before"), "eff_link": ("name", "unit", "before")}),
)
AFTER = (
    Part(
        "results",
        lists=("work_items",),
        tables={"eff_collect": ("name", "unit", "after"), "provider_eval": ("provider", "product", "comment")},
    ),
)


@dataclass
class Typist:
    """Types into one section of a draft; `cells` is what the section must say."""

    part: Part
    dice: random.Random
    cells: dict[Cell, str] = field(default_factory=dict)
    last: Cell = ()
    before_last: str = ""

    def type_something(self, page: Page, *, part_only: bool = False) -> None:
        """Type into a random cell, from its beginning; with `part_only` stop in the middle."""
        cell = self.dice.choice(self._choices())
        text = "".join(self.dice.choices(WORDS, k=self.dice.randint(3, 9)))
        box = self._box(page, cell)
        self.before_last, self.last = self.cells.get(cell, ""), cell
        self.cells[cell] = text
        box.select_text()
        typed = text[: self.dice.randint(1, len(text))] if part_only else text
        for letter in typed:
            page.keyboard.insert_text(letter)

    def _choices(self) -> list[Cell]:
        found: list[Cell] = [(key,) for key in self.part.plain]
        for key in self.part.lists:
            found += [(key, str(row)) for row in range(min(self._rows(key) + 1, MOST_ROWS))]
        for key, columns in self.part.tables.items():
            found += [
                (key, str(row), column) for row in range(min(self._rows(key) + 1, MOST_ROWS)) for column in columns
            ]
        return found

    def _rows(self, key: str) -> int:
        return len({cell[1] for cell in self.cells if cell[0] == key})

    def _box(self, page: Page, cell: Cell) -> Any:
        spec = sheet_field(cell[0])
        if len(cell) == 1:
            return page.locator(f'[name="{spec.id}"]')
        rows = page.locator(f'[data-rows="{spec.id}"] [data-row-list] > [data-row]')
        if rows.count() <= int(cell[1]):
            page.locator(f'[data-rows="{spec.id}"] [data-row-add]').click()
        row = rows.nth(int(cell[1]))
        return row.locator("textarea").first if len(cell) == 2 else row.locator(f'[name$="-{part_of(cell)}"]')

    def differences(self, page_html: str) -> dict[Cell, tuple[str, str]]:
        """Return the cells in which the server has neither what was typed nor, for the last one, a part of it."""
        stored = stored_cells(page_html, self.part)
        found = {}
        for cell in {**self.cells, **stored}:
            expected, actual = self.cells.get(cell, ""), stored.get(cell, "")
            if actual == expected:
                continue
            if cell == self.last and (actual == self.before_last or expected.startswith(actual)):
                continue
            found[cell] = (expected, actual)
        return found

    def accept(self, page_html: str) -> None:
        """Go on from what the server has."""
        self.cells = {cell: text for cell, text in stored_cells(page_html, self.part).items() if text}


def part_of(cell: Cell) -> str:
    """Return how the input of a table's cell ends."""
    columns = {column.key: column.id for column in sheet_field(cell[0]).columns}
    return columns.get(cell[2], cell[2])


def stored_cells(page_html: str, part: Part) -> dict[Cell, str]:
    """Return every cell that a freshly opened page of the section shows."""
    soup = BeautifulSoup(page_html, "html.parser")
    for template in soup.select("template"):
        template.decompose()
    names = {one["name"]: _text(one) for one in soup.select("[data-form] [name]") if one.name in ("input", "textarea")}
    cells: dict[Cell, str] = {(key,): names[sheet_field(key).id] for key in part.plain}
    for key in part.lists:
        for number, row in enumerate(_filled_rows(names, key, ("text",))):
            cells[key, str(number)] = row[0]
    for key, columns in part.tables.items():
        parts = tuple(part_of((key, "0", column)) for column in columns)
        for number, row in enumerate(_filled_rows(names, key, parts)):
            cells |= {(key, str(number), column): text for column, text in zip(columns, row, strict=True)}
    return cells


def _text(element: Any) -> str:
    return element.text.removeprefix("\n") if element.name == "textarea" else element.get("value", "")


def _filled_rows(names: dict[str, str], key: str, parts: tuple[str, ...]) -> list[list[str]]:
    field_id = sheet_field(key).id
    ids = [one for one in names.get(f"{field_id}-rows", "").split(",") if one]
    rows = [[names.get(f"{field_id}-{row}-{part}", "") for part in parts] for row in ids]
    return [row for row in rows if any(row)]
