"""Fixtures of the browser tests: the scratch site, the browser, people who are signed in, axe and screenshots."""

import shutil
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from cms.settings.env import BASE_DIR, env
from tests.e2e import field_forms
from tests.e2e.site import ScratchSite

PASSWORD = "Pilotdesk-demo-2026"
FILLER, REVIEWER = "enterprise@example.com", "qinglan@example.com"
# Not below test-results: that folder is emptied at the start of every run.
SCREENSHOTS = BASE_DIR / "var" / "screenshots"
WIDTHS = {1280: 900, 390: 844}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Person = Callable[[str], Page]
Shot = Callable[[Page, str], None]
AxeCheck = Callable[[Page], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not e2e"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScratchSite]:
    """A running site with the demo loaded; one for the whole run."""
    scratch = ScratchSite(tmp_path_factory.mktemp("site"))
    try:
        scratch.start()
        yield scratch
    finally:
        scratch.stop()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium (CHROMIUM names another); without one, the browser that Playwright installed."""
    named = env.str("CHROMIUM", default="") or shutil.which("chromium") or shutil.which("chromium-browser")
    launched = playwright.chromium.launch(executable_path=named or None, args=CHROMIUM_ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def new_context(browser: Browser, site: ScratchSite) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser windows that share nothing, with Playwright's options; all are closed at the end of the test."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 900},
            **options,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def visitor(new_context: Callable[[], BrowserContext]) -> Page:
    """Somebody who is not signed in."""
    return new_context().new_page()


@pytest.fixture
def person(new_context: Callable[[], BrowserContext]) -> Person:
    """Sign somebody of the demo in with the shared password, in a window of their own."""

    def sign_in(email: str) -> Page:
        page = new_context().new_page()
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return sign_in


@pytest.fixture
def every_field(
    site: ScratchSite, browser: Browser, person: Person, new_context: Callable[[], BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """Open a new draft of a form of `field_forms`, with scripts or without."""
    plain: list[BrowserContext] = []

    def open_one(code: str = field_forms.CODE, step: str = "all", *, scripts: bool = True) -> Page:
        command = f"from tests.e2e.field_site import begin; begin({code!r}, {FILLER!r})"
        draft = site.run(command).split()[-1]
        page = person(FILLER)
        if not scripts:
            context = browser.new_context(
                base_url=site.url, storage_state=page.context.storage_state(), java_script_enabled=False
            )
            plain.append(context)
            page = context.new_page()
        page.goto(f"/my/forms/drafts/{draft}/s/{step}/")
        return page

    yield open_one
    for context in plain:
        context.close()


@pytest.fixture
def field_state(site: ScratchSite, person: Person) -> Callable[[str], Page]:
    """Open the form with every field type in one of the states that its fields can be in."""

    def open_one(state: str) -> Page:
        command = f"from tests.e2e.field_site import show; show({state!r}, {FILLER!r}, {REVIEWER!r})"
        draft = site.run(command).split()[-1]
        page = person(FILLER)
        page.goto(f"/my/forms/drafts/{draft}/s/all/")
        return page

    return open_one


@pytest.fixture
def screenshot() -> Shot:
    """Keep the whole page at both widths; at each, nothing may stick out sideways."""

    def keep(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
            widest = page.evaluate("document.documentElement.scrollWidth")
            assert widest <= width, f"{page.url} is {widest} px wide in a window of {width} px"
        if before:
            page.set_viewport_size(before)

    return keep


@pytest.fixture
def axe() -> AxeCheck:
    """Fail with every violation, its elements and its help address."""

    def check(page: Page) -> None:
        expect(page.locator("h1").first).to_be_visible()
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        lines = [
            f"{one['id']} ({one['impact']}): {one['help']}\n"
            + "\n".join(f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in one["nodes"])
            for one in found
        ]
        assert not found, f"axe on {page.url}:\n" + "\n".join(lines)

    return check


@pytest.fixture
def mail_files(site: ScratchSite) -> Callable[[], list[str]]:
    """What the site has sent so far: one text per message, with its headers decoded."""

    def read() -> list[str]:
        texts = []
        for path in sorted(site.mail_folder.glob("*")):
            for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                if raw.strip():
                    message = message_from_bytes(raw, policy=policy.default)
                    body = message.get_body(("plain",))
                    text = body.get_content() if body else ""
                    texts.append(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{text}")
        return texts

    return read
