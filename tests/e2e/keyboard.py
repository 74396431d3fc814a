"""Somebody who has only a keyboard: Tab, arrows, Space, Enter and typing. No pointer, no focus by script."""

from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import FileChooser, Page, expect

# More stops than the longest section has: a focus that is lost or caught runs into this bound.
MOST_STOPS = 260
MOST_OPTIONS = 60
# What has the focus: whether it is wanted, what it is, and whether one can see that it has it.
FOCUSED = """(wanted) => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    wanted: one.matches(wanted),
    body: one === document.body,
    ring,
    what: `${one.tagName.toLowerCase()}#${one.id}[name=${one.getAttribute("name")}]`,
  };
}"""


class Keyboard:
    """Works on one page; `stops` counts where Tab came by, `unseen` keeps those without a visible outline."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0
        self.unseen: set[str] = set()
        # File windows are caught from now on: asking only when one is due may come later than the key that opens it.
        page.on("filechooser", lambda _opened: None)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, wanted: str, *, back: bool = False) -> None:
        """Tab, or Shift+Tab, until an element that matches has the focus."""
        passed = []
        for _stop in range(MOST_STOPS):
            here = self._here(wanted)
            if here["wanted"]:
                return
            passed.append(here["what"])
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches {wanted}; it came by {passed[-8:]}")

    def is_at(self, wanted: str) -> None:
        """The focus goes there by itself."""
        expect(self.page.locator(f":is({wanted}):focus"), f"The focus is not at {wanted}.").to_have_count(1)
        self._here(wanted)

    def _here(self, wanted: str) -> dict[str, Any]:
        here: dict[str, Any] = self.page.evaluate(FOCUSED, wanted)
        if not here["body"]:
            self.stops += 1
            if not here["ring"]:
                self.unseen.add(here["what"])
        return here

    def type(self, text: str) -> None:
        """Replace what stands in the input that has the focus."""
        self.press("Control+a", "Delete")
        self.page.keyboard.type(text)

    def fill(self, wanted: str, text: str) -> None:
        """Go to an input and type into it."""
        self.to(wanted)
        self.type(text)

    def pick(self, name: str, value: str) -> None:
        """Choose an option of a radio group with the arrows."""
        self.to(f'input[type=radio][name="{name}"]')
        self.press("Space")
        self._until(f'input[name="{name}"][value="{value}"]:checked', "ArrowDown")

    def select(self, wanted: str, value: str) -> None:
        """Choose an option of a list with the arrows."""
        self.to(wanted)
        self.press("Home")
        for _step in range(MOST_OPTIONS):
            if self.page.locator(":focus").input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows never reach {value} in {wanted}.")

    def _until(self, wanted: str, key: str) -> None:
        for _step in range(MOST_OPTIONS):
            if self._here(wanted)["wanted"]:
                return
            self.press(key)
        raise AssertionError(f"{key} never reaches {wanted}.")

    def date(self, name: str, year: str, month: str, day: str) -> None:
        """Type a day into a date input, whose parts stand in the order of the browser's language."""
        self.to(f'input[name="{name}"]')
        typed = self.page.locator(":focus")
        for parts in ((year, month, day), (month, day, year)):
            for part in parts:
                self.page.keyboard.type(part)
                if part == year and parts[-1] != year:
                    self.press("ArrowRight")
            if typed.input_value() == f"{year}-{month}-{day}":
                return
            self.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
        raise AssertionError(f"{name} says {typed.input_value()}.")

    def items(self, field_id: str, texts: Sequence[str]) -> None:
        """List items; every row but the first is added with the button below."""
        rows = f'[data-rows="{field_id}"]'
        self.to(f"{rows} textarea")
        for number, text in enumerate(texts):
            if number:
                self.add_row(field_id)
            self.type(text)

    def add_row(self, field_id: str) -> None:
        """Add a row; the focus goes into it."""
        rows = self.page.locator(f'[data-rows="{field_id}"] [data-row-list] > [data-row]')
        before = rows.count()
        self.to(f'[data-rows="{field_id}"] [data-row-add]')
        self.press("Enter")
        expect(rows).to_have_count(before + 1)
        row = rows.last.get_attribute("data-row")
        self.is_at(f'[data-row="{row}"] :is(input, textarea, select)')

    def choose_file(self, wanted: str) -> FileChooser:
        """Open the system's file window from a file input."""
        self.to(wanted)
        with self.page.expect_file_chooser() as opened:
            self.press("Space")
        return opened.value

    def follow(self, wanted: str, arrived: Callable[[str], bool], *, key: str = "Enter", back: bool = False) -> None:
        """Go to a link or a button, press it, and wait for the page that it leads to."""
        self.to(wanted, back=back)
        self.press(key)
        self.page.wait_for_url(arrived)
