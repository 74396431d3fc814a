"""How a person builds a form in the admin: sections, fields from the palette, labels, options, formulas."""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASTE = """(input, text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Builder:
    """The builder's page, open in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_new(self, *, title: str, code: str) -> None:
        """Begin a form."""
        self.page.goto("/admin/snippets/forms_app/formdefinition/add/")
        expect(self.page.locator(".pilotdesk-outline")).to_be_visible()
        self.page.locator("input[name=title]").fill(title)
        self.page.locator("input[name=code]").fill(code)

    def sections(self) -> Locator:
        """Return the sections, in order."""
        return self.page.locator(".pilotdesk-section:visible")

    def add_section(self, title: str) -> Locator:
        """Add a section at the end and name it."""
        count = self.sections().count()
        root = self.page.locator(".pilotdesk-builder [data-streamfield-stream-container]").first
        root.locator("> :not([data-streamfield-child]) .c-sf-add-button:visible").last.click()
        expect(self.sections()).to_have_count(count + 1)
        section = self.sections().last
        section.locator("> [data-contentpath=title] input").fill(title)
        return section

    def add_field(self, within: Locator, kind: str, label: str, **attributes: Any) -> Locator:
        """Add a field of a kind of the palette at the end of a section or table, and fill in what it says."""
        children = within.locator("> [data-streamfield-stream-container] > [data-streamfield-child]:visible")
        count = children.count()
        within.locator(
            "> [data-streamfield-stream-container] > :not([data-streamfield-child]) .c-sf-add-button:visible"
        ).last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        expect(children).to_have_count(count + 1)
        field = children.last.locator(".pilotdesk-field").first
        self.write(field, "label", label)
        for name, value in attributes.items():
            self.write(field, name, value)
        return field

    def write(self, field: Locator, name: str, value: Any) -> None:
        """Fill in one attribute of an open field."""
        place = field.locator(f"> [data-contentpath={name}]")
        if value is True:
            place.locator("input[type=checkbox]").check()
        elif name == "choices":
            self.options(place, value)
        elif place.locator("select").count():
            place.locator("select").first.select_option(label=value)
        else:
            place.locator("input:visible, textarea:visible").first.fill(str(value))
            place.locator("input:visible, textarea:visible").first.press("Tab")

    def options(self, place: Locator, labels: Sequence[str]) -> None:
        """Paste all options at once."""
        place.locator("[data-streamfield-list-add]").first.click()
        first = place.locator("[data-contentpath=label] input").first
        expect(first).to_be_visible()
        first.evaluate(PASTE, "\n".join(labels))
        expect(place.locator("[data-contentpath=label] input")).to_have_count(len(labels))

    def fields_of(self, section: Locator) -> Locator:
        """Return the stream of a section's fields."""
        return section.locator("> [data-contentpath=fields] .pilotdesk-fields").first

    def add_table(self, within: Locator, label: str, columns: Sequence[Mapping[str, Any]], kind: str) -> Locator:
        """Add a table with its columns."""
        table = self.add_field(within, kind, label)
        stream = table.locator("> [data-contentpath=columns] .pilotdesk-fields").first
        for column in columns:
            if "columns" in column:
                self.add_table(stream, column["label"], column["columns"], column["kind"])
            else:
                self.add_field(stream, **column)
        return table

    def save(self) -> None:
        """Wait until the page says that everything is saved."""
        expect(self.page.get_by_text("已保存").first).to_be_visible()

    def faults(self) -> Locator:
        """Return what the checklist says keeps the form from being published."""
        return self.page.locator(".pilotdesk-problems .is-blocking")

    def publish(self) -> None:
        """Publish from the menu of the foot."""
        self.page.locator("footer button[data-w-dropdown-target=toggle]").first.click()
        self.page.get_by_role("button", name="发布", exact=True).click()
        expect(self.page.locator(".messages, [data-messages]").first).to_contain_text("发布")
