"""How a person draws a case type in the admin: states, actions, who may act."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

ADDRESS = "/admin/snippets/cases/casetypedefinition/"


class Editor:
    """The editor's page, open in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_new(self, *, title: str, prefix: str) -> None:
        """Begin a case type; its code is suggested from the title."""
        self.page.goto(f"{ADDRESS}add/")
        expect(self.page.locator(".pilotdesk-case-checklist")).to_be_visible()
        self.page.locator("input[name=title]").fill(title)
        self.page.locator("input[name=title]").press("Tab")
        expect(self.page.locator("input[name=key]")).not_to_have_value("")
        self.page.locator("input[name=number_prefix]").fill(prefix)

    def tab(self, name: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def add_state(self, title: str, kind: str) -> Locator:
        """Add a state at the end."""
        card = self._add()
        self._title(card, title)
        card.locator("> [data-contentpath=kind] select").select_option(label=kind)
        return card

    def add_action(
        self, title: str, *, source: Sequence[str], target: str, scope: str, roles: Sequence[str] = ()
    ) -> Locator:
        """Add an action at the end."""
        card = self._add()
        self._title(card, title)
        self._tick(card, "from", source)
        self._tick(card, "to", [target])
        card.locator("> [data-contentpath=scope] select").select_option(label=scope)
        self._tick(card, "roles", roles)
        return card

    def _add(self) -> Locator:
        cards = self.page.locator(".pilotdesk-card:visible")
        count = self.page.locator("[role=tabpanel]:not([hidden]) > * [data-streamfield-child]:visible").count()
        self.page.locator("[role=tabpanel]:not([hidden]) .c-sf-add-button:visible").last.click()
        children = self.page.locator("[role=tabpanel]:not([hidden]) > * [data-streamfield-child]:visible")
        expect(children).to_have_count(count + 1)
        return cards.last

    def _title(self, card: Locator, title: str) -> None:
        place = card.locator("> [data-contentpath=title] input")
        place.fill(title)
        place.press("Tab")
        expect(card.locator("[data-contentpath=key] input")).not_to_have_value("")

    def _tick(self, card: Locator, name: str, titles: Sequence[str]) -> None:
        for title in titles:
            card.locator(f"> [data-contentpath={name}]").get_by_role("checkbox", name=title, exact=True).check()

    def faults(self) -> Locator:
        """Return what keeps the case type from being published."""
        return self.page.locator(".pilotdesk-problems .is-blocking")

    def publish(self) -> None:
        """Publish from the menu of the foot."""
        self.page.locator("footer button[data-w-dropdown-target=toggle]").first.click()
        self.page.get_by_role("button", name="发布", exact=True).click()
        expect(self.page.locator(".messages, [data-messages]").first).to_contain_text("发布")
