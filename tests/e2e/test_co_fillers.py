"""An enterprise invites a provider, both fill in the same section at once, the enterprise sees it and may end it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import AxeCheck, Person, Shot
from tests.e2e.info_sheet import CODE, add_item, field

PROVIDER = "鹭汀联拓工业互联网有限公司（演示）"


@pytest.mark.row("JS-68")
def test_a_provider_is_invited_fills_in_beside_the_enterprise_and_is_sent_away(
    person: Person, axe: AxeCheck, screenshot: Shot
) -> None:
    owner, provider = person("enterprise@example.com"), person("provider@example.com")
    owner.goto(f"/my/forms/start/{CODE}/")
    owner.locator("form.start-form button").click()
    owner.wait_for_url("**/drafts/**")
    draft = owner.url
    owner.get_by_role("link", name="邀请服务商共同填写").click()
    owner.get_by_label("服务商名称").fill("联拓")
    owner.get_by_role("button", name="搜索").last.click()
    owner.get_by_label(re.compile(PROVIDER)).check()
    owner.get_by_label("留言（选填）").fill("请填写数字化改造需求。")
    axe(owner)
    screenshot(owner, "co-fillers-01-invite")
    owner.get_by_role("button", name="发出邀请").click()
    expect(owner.locator("main")).to_contain_text("已邀请")

    provider.goto("/my/")
    screenshot(provider, "co-fillers-02-desk")
    provider.locator("main").get_by_role("link", name="数字化转型试点企业改造信息表").first.click()
    expect(provider.locator("main")).to_contain_text("请填写数字化改造需求。")
    axe(provider)
    screenshot(provider, "co-fillers-03-invitation")
    provider.get_by_role("button", name="接受并填写").click()
    expect(provider.locator("main")).to_contain_text("您正与")
    expect(provider.locator("main")).not_to_contain_text("基本情况")
    axe(provider)
    screenshot(provider, "co-fillers-04-sections")

    for page in (owner, provider):
        page.goto(f"{draft}s/needs/")
    add_item(owner, "need_collect", "企业写的需求")
    add_item(provider, "need_link", "服务商写的需求")
    for page in (owner, provider):
        expect(page.locator("[data-status]")).to_contain_text("自动保存", timeout=20_000)
    owner.goto(f"{draft}s/needs/")
    for key, text in (("need_collect", "企业写的需求"), ("need_link", "服务商写的需求")):
        rows = owner.locator(f'[data-rows="{field(key).id}"] [data-row-list] textarea')
        expect(rows.first).to_have_value(text)
    screenshot(provider, "co-fillers-05-provider-section")

    owner.goto(f"{draft}co-fillers/")
    expect(owner.locator("table")).to_contain_text(PROVIDER)
    screenshot(owner, "co-fillers-06-who")
    owner.get_by_role("button", name=re.compile("撤回邀请")).click()
    add_item(provider, "need_data", "撤回后输入的内容")
    expect(provider.locator("main")).to_contain_text("企业已撤回邀请", timeout=20_000)
    rows = provider.locator(f'[data-rows="{field("need_data").id}"] [data-row-list] textarea')
    expect(rows.first).to_have_value("撤回后输入的内容")
    screenshot(provider, "co-fillers-07-withdrawn")
    provider.goto(f"{draft}s/needs/")
    expect(provider.locator("main")).to_contain_text("企业已撤回邀请")
