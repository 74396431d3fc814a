"""The info sheet by two people who are easily forgotten: one without a pointer, one whose browser runs no scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import FILLER, PASSWORD, REVIEWER, Shot
from tests.e2e.field_site import PDF
from tests.e2e.info_sheet import (
    BASIC,
    CODE,
    METRIC,
    METRIC_AFTER,
    NEEDS_FIRST_VISIT,
    RESULTS,
    cell,
    field,
    fill_section,
    save_and_continue,
)
from tests.e2e.keyboard import Keyboard
from tests.e2e.site import ScratchSite

WRONG_CODE = "91999921PDY0003350"
LICENCE = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": PDF}
CONTINUE = "button[name=action][value=continue]"
SERVICE = {"provider": "云溪数联科技有限公司（演示）", "product": "设备联网平台"}
SECTIONS = ("basic", "needs", "results")


def named(key: str, part: str = "") -> str:
    """Select the input of a field, or of a part of it."""
    return f'[name="{field(key).id}{part}"]'


@pytest.fixture
def transform(site: ScratchSite) -> Callable[[], str]:
    """Let the county open what belongs after the transformation in the newest sheet; return its address."""

    def opened() -> str:
        command = f"from tests.e2e.sheet_site import transformed; transformed({FILLER!r}, {REVIEWER!r})"
        return f"/my/forms/drafts/{site.run(command).split()[-1]}/"

    return opened


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A window of a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


class TestByKeyboardAlone:
    """Sign in, find the form, fill in every section, hand in."""

    def test_the_sheet_is_filled_in_and_handed_in(
        self, visitor: Page, screenshot: Shot, transform: Callable[[], str]
    ) -> None:
        keys = Keyboard(visitor)
        self.sign_in(keys)
        self.begin(keys)
        self.basic(keys)
        self.needs(keys)
        self.results_before(keys)
        self.submit(keys)
        visitor.goto(transform())
        self.results_after(keys)
        self.submit_again(keys)
        assert keys.stops > 150
        assert not keys.unseen, f"Nothing shows that the focus is at {sorted(keys.unseen)}."
        screenshot(visitor, "keyboard-handed-in")

    def sign_in(self, keys: Keyboard) -> None:
        """From the front page: past the link that skips the menu, into the menu, through the form."""
        keys.page.goto("/")
        keys.press("Tab")
        keys.is_at(".skip-link")
        keys.follow('a[href="/accounts/login/"]', lambda url: "/accounts/login/" in url)
        keys.fill("input[name=login]", FILLER)
        keys.fill("input[name=password]", PASSWORD)
        keys.press("Enter")
        keys.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def begin(self, keys: Keyboard) -> None:
        """From the menu to the first section of a new draft."""
        keys.follow('.portal-nav a[href="/my/forms/"]', lambda url: url.endswith("/my/forms/"))
        keys.follow(f'a[href="/my/forms/start/{CODE}/"]', lambda url: "/start/" in url)
        keys.follow(".start-form button", lambda url: "/drafts/" in url)
        keys.follow(".task-list a", lambda url: "/s/basic/" in url)

    def basic(self, keys: Keyboard) -> None:
        """Section 1, with a wrong code first: the summary leads to it, and back up is Shift+Tab."""
        for key, answer in {**BASIC, "credit_code": WRONG_CODE}.items():
            spec = field(key)
            if spec.type == "radio":
                keys.pick(spec.id, answer)
            elif spec.type in ("select", "region"):
                keys.select(f"select{named(key)}", answer)
            elif key == "staff":
                keys.to(named("licence", "-upload"))
                keys.to(named(key), back=True)
                keys.type(answer)
            else:
                keys.fill(named(key), answer)
        keys.choose_file(named("licence", "-upload")).set_files([LICENCE])
        expect(keys.page.locator(f"#field-{field('licence').id} .file")).to_have_count(1)
        keys.to(CONTINUE)
        keys.press("Enter")
        expect(keys.page.locator(".error-summary")).to_be_focused()
        keys.to(".error-summary a")
        keys.press("Enter")
        keys.is_at(named("credit_code"))
        keys.type(BASIC["credit_code"])
        keys.follow(CONTINUE, lambda url: "/s/needs/" in url)

    def needs(self, keys: Keyboard) -> None:
        """Section 2: lists whose rows are added, moved and taken away."""
        needs = NEEDS_FIRST_VISIT["need_collect"]
        keys.items(field("need_collect").id, [*needs, "多写的一条"])
        rows = keys.page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-list] > [data-row]')
        keys.to("[data-row-remove]")
        keys.press("Enter")
        expect(rows).to_have_count(len(needs))
        keys.is_at(f'[data-rows="{field("need_collect").id}"] textarea')
        keys.to("[data-row-up]:not(:disabled)")
        keys.press("Space")
        expect(rows.locator("textarea").first).to_have_value(needs[1])
        keys.is_at(f'[data-rows="{field("need_collect").id}"] [data-row] button')
        keys.follow(CONTINUE, lambda url: "/s/results/" in url)

    def results_before(self, keys: Keyboard) -> None:
        """Section 3: what a metric says before the transformation."""
        for part, text in METRIC.items():
            keys.fill(cell("eff_collect", part), text)
        keys.follow(CONTINUE, lambda url: "/check/" in url)

    def results_after(self, keys: Keyboard) -> None:
        """Section 3 when it is opened: boxes, dates, what a metric says now, and a table, to which Enter adds a row."""
        keys.follow('.task-list a[href$="/s/results/"]', lambda url: "/s/results/" in url)
        keys.items(field("work_items").id, RESULTS["work_items"])
        keys.to(f'{named("cloud")}[value="私有云"]')
        keys.press("Space")
        keys.fill(named("cloud", "-text-1"), "车间服务器")
        keys.date(f"{field('period').id}-start", "2025", "03", "01")
        keys.date(f"{field('period').id}-end", "2025", "11", "30")
        keys.fill(named("total_cost"), RESULTS["total_cost"])
        keys.fill(cell("eff_collect", "after"), METRIC_AFTER)
        for part, text in SERVICE.items():
            keys.fill(cell("provider_eval", part), text)
        keys.press("Enter")
        expect(keys.page.locator(cell("provider_eval", "product"))).to_have_count(2)
        keys.press("Shift+Enter")
        keys.is_at(cell("provider_eval", "product"))
        keys.select(cell("provider_eval", "rating"), "满意")
        keys.follow(CONTINUE, lambda url: "/check/" in url)

    def submit(self, keys: Keyboard) -> None:
        """The check page says what was typed; declare and hand in."""
        answers = keys.page.locator(".check-list")
        expect(answers.first).to_contain_text("6,500.50")
        expect(answers.first).to_contain_text(LICENCE["name"])
        expect(answers.nth(1)).to_contain_text(NEEDS_FIRST_VISIT["need_collect"][1])
        for text in (METRIC["name"], METRIC["before"]):
            expect(answers.nth(2)).to_contain_text(text)
        self.declare(keys)

    def submit_again(self, keys: Keyboard) -> None:
        """The check page says what was added."""
        answers = keys.page.locator(".check-list")
        for text in (RESULTS["work_items"][-1], "2025", METRIC["before"], METRIC_AFTER, SERVICE["product"]):
            expect(answers.nth(2)).to_contain_text(text)
        self.declare(keys)

    def declare(self, keys: Keyboard) -> None:
        """Declare and hand in."""
        keys.to("#declaration")
        keys.press("Space")
        keys.follow(".submit-card button.btn-primary", lambda url: "/submissions/" in url)
        expect(keys.page.locator("main")).to_contain_text(BASIC["enterprise_name"])


class TestWithoutScripts:
    """The same sheet where no script runs: every button is a round trip."""

    def test_the_sheet_is_filled_in_and_handed_in(self, plain_page: Page, transform: Callable[[], str]) -> None:
        self.sign_in(plain_page)
        self.begin(plain_page)
        self.basic(plain_page)
        self.needs(plain_page)
        self.results_before(plain_page)
        self.submit(plain_page)
        self.results_after(plain_page, transform())
        self.submit_again(plain_page)

    def sign_in(self, page: Page) -> None:
        page.goto("/accounts/login/")
        assert page.locator("html.has-js").count() == 0
        page.locator("input[name=login]").fill(FILLER)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def begin(self, page: Page) -> None:
        page.locator('.portal-nav a[href="/my/forms/"]').click()
        page.locator(f'a[href="/my/forms/start/{CODE}/"]').click()
        page.locator(".start-form button").click()
        page.wait_for_url("**/drafts/**")
        page.locator(".task-list a").first.click()

    def basic(self, page: Page) -> None:
        """A wrong code comes back with its message; the file goes up with the plain input and stays."""
        fill_section(page, {**BASIC, "credit_code": WRONG_CODE})
        page.locator(named("licence", "-upload")).set_input_files([LICENCE])
        page.locator("button[name=action][value=upload]").click()
        expect(page.locator(f"#field-{field('licence').id} .file")).to_have_count(1)
        page.locator(CONTINUE).click()
        wrong = page.locator(named("credit_code"))
        expect(wrong).to_have_value(WRONG_CODE)
        expect(wrong).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"#{field('credit_code').id}-error")).to_be_visible()
        expect(page.locator(".error-summary a")).to_have_count(1)
        expect(page.locator(named("contact"))).to_have_value(BASIC["contact"])
        page.locator(".error-summary a").click()
        fill_section(page, {"credit_code": BASIC["credit_code"]})
        save_and_continue(page)

    def needs(self, page: Page) -> None:
        """Rows come and go by the buttons, and what was typed in the others stays."""
        needs = NEEDS_FIRST_VISIT["need_collect"]
        texts = page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-list] textarea')
        for number, text in enumerate([*needs, "多写的一条"]):
            if number:
                page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-add]').click()
                expect(texts).to_have_count(number + 1)
            texts.last.fill(text)
        page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-remove]').last.click()
        expect(texts).to_have_count(len(needs))
        page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-up]').last.click()
        expect(texts.first).to_have_value(needs[1])
        save_and_continue(page)

    def results_before(self, page: Page) -> None:
        """Saved for later first: the draft keeps it and the sections list leads back."""
        for part, text in METRIC.items():
            page.locator(cell("eff_collect", part)).fill(text)
        page.locator("button[name=action][value=save]").click()
        page.wait_for_url(lambda url: "/s/results/" not in url)
        page.locator(".task-list a").nth(SECTIONS.index("results")).click()
        expect(page.locator(cell("eff_collect", "before"))).to_have_value(METRIC["before"])
        save_and_continue(page)

    def results_after(self, page: Page, draft_url: str) -> None:
        """What was opened is filled in; rows are added by the button."""
        page.goto(draft_url)
        page.locator(".task-list a").nth(SECTIONS.index("results")).click()
        page.locator(f'[data-rows="{field("work_items").id}"] textarea').fill(RESULTS["work_items"][0])
        page.locator(f'{named("cloud")}[value="未上"]').check()
        page.locator(named("period", "-start")).fill("2025-03-01")
        page.locator(named("period", "-end")).fill("2025-11-30")
        page.locator(named("total_cost")).fill(RESULTS["total_cost"])
        page.locator(cell("eff_collect", "after")).fill(METRIC_AFTER)
        for part, text in SERVICE.items():
            page.locator(cell("provider_eval", part)).fill(text)
        page.locator(cell("provider_eval", "rating")).select_option("满意")
        page.locator('[data-rows="' + field("provider_eval").id + '"] [data-row-add]').click()
        expect(page.locator(cell("provider_eval", "provider"))).to_have_count(2)
        expect(page.locator(cell("provider_eval", "rating")).first).to_have_value("满意")
        save_and_continue(page)

    def submit(self, page: Page) -> None:
        """Without the declaration the check page comes back and says so; with it, the sheet is handed in."""
        answers = page.locator(".check-list")
        expect(answers.first).to_contain_text("6,500.50")
        expect(answers.first).to_contain_text(LICENCE["name"])
        for text in (METRIC["name"], METRIC["before"]):
            expect(answers.nth(2)).to_contain_text(text)
        page.locator(".submit-card button.btn-primary").click()
        expect(page.locator(".error-summary[role=alert]")).to_be_visible()
        page.locator("#declaration").check()
        page.locator(".submit-card button.btn-primary").click()
        page.wait_for_url("**/submissions/**")
        expect(page.locator("main")).to_contain_text(BASIC["enterprise_name"])

    def submit_again(self, page: Page) -> None:
        """The check page says what was added; the sheet is handed in once more."""
        answers = page.locator(".check-list")
        for text in (METRIC["before"], METRIC_AFTER, SERVICE["product"]):
            expect(answers.nth(2)).to_contain_text(text)
        page.locator("#declaration").check()
        page.locator(".submit-card button.btn-primary").click()
        page.wait_for_url("**/submissions/**")
