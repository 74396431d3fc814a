"""The tab, the network or the sign-in dies at fifty random moments of filling in: at most the last field is missing."""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cms.settings.env import env
from tests.e2e.conftest import FILLER, PASSWORD, REVIEWER, Person
from tests.e2e.info_sheet import CODE
from tests.e2e.site import ScratchSite
from tests.e2e.typist import AFTER, BEFORE, Typist

KILLS = 50
KILLS_PER_DRAFT = 10
KINDS = ("tab", "crash", "network", "network+crash", "sign-in", "sign-in+tab")
# Within the quiet time, around the save, and after it.
MOMENTS = (0, 0, 0.05, 0.3, 0.9, 1.5, 1.6, 2.4)
SETTLED = "() => !Object.keys(localStorage).some((key) => key.startsWith('unsaved:'))"


@dataclass
class Victim:
    """A browser window in which a draft is filled in and things go wrong."""

    context: BrowserContext
    page: Page
    dice: random.Random
    draft_url: str = ""

    def begin(self) -> None:
        """Start a new draft: open is what is filled in before the transformation."""
        self.page.goto(f"/my/forms/start/{CODE}/")
        self.page.locator("form.start-form button").click()
        self.page.wait_for_url("**/drafts/**")
        self.draft_url = self.page.url

    def live_through(self, kind: str, section: str, typist: Typist) -> None:
        """Type, let it happen, come back, and wait until the page says that all is saved."""
        self.page.goto(f"{self.draft_url}s/{section}/")
        for _number in range(self.dice.randint(1, 4)):
            typist.type_something(self.page)
        if kind.startswith("network"):
            self.context.set_offline(True)
        if kind.startswith("sign-in"):
            self.context.clear_cookies()
        if kind.startswith(("network", "sign-in")):
            typist.type_something(self.page)
        typist.type_something(self.page, part_only=True)
        time.sleep(self.dice.choice(MOMENTS))
        if kind.endswith("tab"):
            self.page.close()
        elif kind.endswith("crash"):
            self._crash()
        self.context.set_offline(False)
        if kind.startswith("sign-in"):
            self._sign_in()
        if self.page.is_closed():
            self.page = self.context.new_page()
            self.page.goto(f"{self.draft_url}s/{section}/")
        self.page.evaluate("window.dispatchEvent(new Event('focus'))")
        self.page.wait_for_function(SETTLED, timeout=10_000)

    def _crash(self) -> None:
        """From one moment to the next no script of the page runs any more, not even that which notices its end."""
        self.context.new_cdp_session(self.page).send("Emulation.setScriptExecutionDisabled", {"value": True})
        self.page.close()

    def _sign_in(self) -> None:
        login = self.context.new_page()
        login.goto("/accounts/login/", wait_until="domcontentloaded")
        login.locator("input[name=login]").fill(FILLER)
        login.locator("input[name=password]").fill(PASSWORD)
        login.locator("input[name=password]").press("Enter")
        login.wait_for_url(lambda url: "/accounts/login/" not in url)
        login.close()

    def stored_page(self, section: str) -> str:
        """Return the section as the server has it; this window's own copies are not in it."""
        return self.context.request.get(f"{self.draft_url}s/{section}/").text()


@pytest.fixture
def continued(site: ScratchSite) -> Callable[[], str]:
    """Return the address of a sheet that came back to be filled in after the transformation."""

    def make() -> str:
        command = f"from tests.e2e.sheet_site import begun_and_transformed as b; b({FILLER!r}, {REVIEWER!r})"
        draft = site.run(command).split()[-1]
        return f"{site.url}/my/forms/drafts/{draft}/"

    return make


@pytest.fixture
def victim(person: Person) -> Callable[[random.Random], Victim]:
    def make(dice: random.Random) -> Victim:
        page = person(FILLER)
        return Victim(page.context, page, dice)

    return make


def test_fifty_kills_cost_at_most_the_field_that_was_being_typed(
    victim: Callable[[random.Random], Victim], continued: Callable[[], str]
) -> None:
    seed = env.int("KILL_SEED", default=0) or random.SystemRandom().randint(1, 10**9)
    sys.stderr.write(f"KILL_SEED={seed} repeats this run\n")
    one = victim(random.Random(seed))
    typists: dict[str, Typist] = {}
    losses = []
    for number in range(KILLS):
        if number % KILLS_PER_DRAFT == 0:
            typists = {}
            if number // KILLS_PER_DRAFT % 2:
                one.draft_url, parts = continued(), AFTER
            else:
                one.begin()
                parts = BEFORE
        kind, part = KINDS[number % len(KINDS)], one.dice.choice(parts)
        section = part.section
        if section not in typists:
            typists[section] = Typist(part, one.dice)
            typists[section].accept(one.stored_page(section))
        typist = typists[section]
        one.live_through(kind, section, typist)
        html = one.stored_page(section)
        missing = typist.differences(html)
        if missing:
            losses.append(f"kill {number} ({kind}, {section}): {missing}")
        typist.accept(html)
    assert not losses, f"seed {seed}\n" + "\n".join(losses)


def test_what_a_closed_tab_had_not_saved_is_restored_visibly_and_can_be_undone(
    victim: Callable[[random.Random], Victim],
) -> None:
    one = victim(random.Random(1))
    one.begin()
    one.page.goto(f"{one.draft_url}s/basic/")
    one.context.set_offline(True)
    box = one.page.locator("textarea").first
    before = box.input_value()
    box.fill("离线时写的一段话")
    expect(one.page.locator("[data-banner]")).to_contain_text("网络不通")
    one.page.close()
    one.context.set_offline(False)
    one.page = one.context.new_page()
    one.page.goto(f"{one.draft_url}s/basic/")
    expect(one.page.locator("textarea").first).to_have_value("离线时写的一段话")
    expect(one.page.locator("[data-banner]")).to_contain_text("未保存的 1 处填写")
    one.page.locator("[data-banner] button").first.click()
    expect(one.page.locator("textarea").first).to_have_value(before)
