"""Several pages of one section at once, a lost network, an ended sign-in, an older page: nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, AxeCheck, Person, Shot
from tests.e2e.site import ScratchSite

OWNER, COLLEAGUE, STRANGER = "enterprise@example.com", "member@example.com", "enterprise2@example.com"
# The page has no copy of its own any more: the server has confirmed everything.
SETTLED = "() => !Object.keys(localStorage).some((key) => key.startsWith('unsaved:'))"
COPIES = (
    "() => Object.entries(localStorage).filter(([key]) => key.startsWith('unsaved:')).map((pair) => pair[1]).join()"
)


@pytest.fixture
def section(site: ScratchSite) -> str:
    """The address of a section of a new draft that several people may fill in."""
    command = f"from tests.e2e.shared_sheet import begin; begin({OWNER!r})"
    draft = site.run(command).split()[-1]
    return f"/my/forms/drafts/{draft}/s/basic/"


def opened(page: Page, section: str) -> Page:
    page.goto(section)
    expect(page.locator("[name=fname]")).to_be_visible()
    return page


def write(page: Page, name: str, text: str) -> None:
    """Type as a person does, letter by letter."""
    box = page.locator(f"[name={name}]")
    box.select_text()
    for letter in text:
        page.keyboard.insert_text(letter)


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=20_000)


def saved(page: Page, section: str) -> dict[str, str]:
    """Return what the server has, by field; this browser's own copies are not in it."""
    soup = BeautifulSoup(page.context.request.get(section).text(), "html.parser")
    named = soup.select("[data-form] [name]")
    return {one["name"]: (one.text if one.name == "textarea" else one.get("value", "")).strip() for one in named}


def sign_in(page: Page, email: str) -> None:
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def come_back(page: Page) -> None:
    """The tab is looked at again."""
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_tabs_of_one_person_bring_together_what_is_typed_in_each(person: Person, section: str) -> None:
    first = opened(person(OWNER), section)
    second = opened(first.context.new_page(), section)
    write(first, "fname", "鹭汀卫康制造有限公司")
    write(second, "fcontact", "王演示")
    settle(first)
    write(second, "fstaff", "124")
    settle(second)
    expect(second.locator("[name=fname]")).to_have_value("鹭汀卫康制造有限公司")
    expect(second.locator("[data-banner]")).to_contain_text("企业名称")
    write(first, "fprofile", "通用零部件")
    settle(first)
    for name, text in (("fcontact", "王演示"), ("fstaff", "124")):
        expect(first.locator(f"[name={name}]")).to_have_value(text)
    found = saved(first, section)
    texts = ("fname", "fcontact", "fstaff", "fprofile")
    assert [found[one] for one in texts] == ["鹭汀卫康制造有限公司", "王演示", "124", "通用零部件"]


def test_a_colleague_sees_who_fills_in_and_takes_over(
    person: Person, section: str, axe: AxeCheck, screenshot: Shot
) -> None:
    owner = opened(person(OWNER), section)
    write(owner, "fname", "鹭汀卫康")
    settle(owner)
    colleague = opened(person(COLLEAGUE), section)
    note = colleague.locator("[data-lease-note]")
    expect(note).to_contain_text("魏企业")
    axe(colleague)
    screenshot(colleague, "together-01-lease")
    colleague.locator("[data-lease-take] button").press("Enter")
    expect(note).to_be_hidden()
    expect(colleague.locator("[name=fname]")).to_be_focused()
    write(owner, "fcontact", "王演示")
    settle(owner)
    expect(owner.locator("[data-lease-note]")).to_contain_text("任填报")
    assert saved(owner, section)["fcontact"] == "王演示"
    screenshot(owner, "together-02-taken-over")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_where_both_wrote_the_same_both_versions_are_shown_and_one_is_chosen_by_keyboard(
    choice: str, person: Person, section: str, axe: AxeCheck, screenshot: Shot
) -> None:
    owner, colleague = opened(person(OWNER), section), opened(person(COLLEAGUE), section)
    write(owner, "fprofile", "企业负责人写的情况")
    write(owner, "fstaff", "124")
    settle(owner)
    write(colleague, "fprofile", "填报人写的情况")
    write(colleague, "fcontact", "任填报")
    banner = colleague.locator("[data-banner]")
    expect(banner).to_contain_text("魏企业", timeout=20_000)
    screenshot(colleague, f"together-03-stale-{choice}")
    banner.get_by_role("button", name="对比并选择").press("Enter")
    cards = colleague.locator("#field-fprofile .conflict")
    expect(cards).to_contain_text("企业负责人写的情况")
    expect(cards).to_contain_text("填报人写的情况")
    expect(colleague.locator("[name=fcontact]")).to_have_value("任填报")
    axe(colleague)
    screenshot(colleague, f"together-04-conflict-{choice}")
    cards.get_by_role("radio").first.focus()
    if choice == "theirs":
        colleague.keyboard.press("ArrowDown")
    expect(cards.locator(f"input[value={choice}]")).to_be_checked()
    colleague.locator("button[name=action][value=continue]").press("Enter")
    expect(cards).to_have_count(0)
    found = saved(colleague, section)
    assert found["fprofile"] == {"mine": "填报人写的情况", "theirs": "企业负责人写的情况"}[choice]
    # What nobody else touched is kept, whichever is chosen.
    assert (found["fcontact"], found["fstaff"]) == ("任填报", "124")
    assert colleague.evaluate(COPIES) == ""


def test_a_lost_network_is_said_and_what_was_typed_is_kept_and_saved_afterwards(
    person: Person, section: str, screenshot: Shot
) -> None:
    page = opened(person(OWNER), section)
    page.context.set_offline(True)
    write(page, "fprofile", "断网时写的情况")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("网络不通", timeout=20_000)
    assert "断网时写的情况" in page.evaluate(COPIES)
    screenshot(page, "together-05-offline")
    write(page, "fcontact", "继续写")
    page.context.set_offline(False)
    settle(page)
    expect(banner).to_be_hidden()
    found = saved(page, section)
    assert (found["fprofile"], found["fcontact"]) == ("断网时写的情况", "继续写")


def test_an_ended_sign_in_is_said_and_saving_goes_on_after_signing_in_in_another_tab(
    person: Person, section: str, screenshot: Shot
) -> None:
    page = opened(person(OWNER), section)
    page.context.clear_cookies()
    write(page, "fprofile", "登录失效后写的情况")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("登录", timeout=20_000)
    screenshot(page, "together-06-signed-out")
    with page.expect_popup() as popup:
        banner.get_by_role("link").click()
    sign_in(popup.value, OWNER)
    screenshot(popup.value, "together-07-signed-in")
    popup.value.close()
    come_back(page)
    settle(page)
    expect(banner).to_be_hidden()
    assert saved(page, section)["fprofile"] == "登录失效后写的情况"


def test_another_person_who_signs_in_sees_nothing_of_what_was_typed(
    person: Person, section: str, screenshot: Shot
) -> None:
    page = opened(person(OWNER), section)
    page.context.clear_cookies()
    write(page, "fprofile", "只属于本人的情况")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("登录", timeout=20_000)
    with page.expect_popup() as popup:
        banner.get_by_role("link").click()
    other = popup.value
    sign_in(other, STRANGER)
    come_back(page)
    expect(page.locator(".form-fields")).to_be_hidden()
    expect(page.locator("[name=fprofile]")).to_be_hidden()
    screenshot(page, "together-08-other-person")
    assert other.goto(section).status == 404
    assert "只属于本人的情况" not in other.content()
    other.context.clear_cookies()
    other.goto("/accounts/login/")
    sign_in(other, OWNER)
    opened(other, section)
    expect(other.locator("[name=fprofile]")).to_have_value("只属于本人的情况")
    settle(other)
    assert saved(other, section)["fprofile"] == "只属于本人的情况"


def test_a_page_of_an_older_version_saves_what_was_typed_and_says_what_happened(
    person: Person, section: str, site: ScratchSite, axe: AxeCheck, screenshot: Shot
) -> None:
    page = opened(person(OWNER), section)
    write(page, "fname", "鹭汀卫康")
    settle(page)
    command = "from tests.e2e.shared_sheet import publish_next; publish_next()"
    site.run(command)
    other = page.context.new_page()
    other.goto(section.removesuffix("s/basic/"))
    other.get_by_role("link", name=re.compile("变化|变动|改动")).click()
    expect(other.locator("main")).to_contain_text("电子邮箱")
    screenshot(other, "together-09-new-version")
    other.get_by_role("button", name="按新版继续").click()
    write(page, "fprofile", "旧页面上写的情况")
    write(page, "fcontact", "旧页面上写的联系人")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("本表已在别处更新到第", timeout=20_000)
    expect(banner).to_contain_text("联系人")
    expect(page.locator("[name=fprofile]")).to_have_value("旧页面上写的情况")
    axe(page)
    screenshot(page, "together-10-older-page")
    banner.get_by_role("button", name="打开新版本").press("Enter")
    page.wait_for_url(lambda url: "/s/basic/" not in url)
    opened(page, section)
    expect(page.locator("[name=fprofile]")).to_have_value("旧页面上写的情况")
    drawer = page.locator("details", has_text="旧版填写内容")
    drawer.locator("summary").click()
    expect(drawer).to_contain_text("旧页面上写的联系人")
    screenshot(page, "together-11-drawer")


def test_on_a_slow_machine_a_field_that_was_left_is_whole_after_a_crash(
    every_field: Callable[..., Page],
) -> None:
    page = every_field("long-form", "many")
    section, context = page.url, page.context
    page.close()
    page = context.new_page()
    # A copy of this section takes long, and whatever waits for its turn never gets it.
    page.add_init_script(
        "const at = window.setTimeout; window.setTimeout = (act, wait) => at(wait > 0 ? () => {} : act, 0)"
    )
    page.goto(section)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 20})
    write(page, "ff0", "先写完的一处")
    write(page, "ff5", "后写的")
    context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.close()
    page = context.new_page()
    page.goto(section)
    expect(page.locator("[name=ff0]")).to_have_value("先写完的一处")
    assert "后写的".startswith(page.locator("[name=ff5]").input_value())
