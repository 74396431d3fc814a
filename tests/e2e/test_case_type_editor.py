"""A case type from an empty page: drawn in the admin by staff, seen as a diagram, published, kept as a file."""

import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.case_type_hands import ADDRESS, Editor
from tests.e2e.conftest import AxeCheck, Person, Shot

STAFF = "forms@example.com"
TITLE = "展位申请审核"
# The checklist answers after a pause in typing; a busy machine takes its time.
WHILE = 20_000


def build(page: Page) -> Editor:
    """Draw three states and two actions."""
    editor = Editor(page)
    editor.open_new(title=TITLE, prefix="ZW")
    editor.tab("状态")
    editor.add_state("填报中", "起始（填报中）")
    editor.add_state("待县级审查", "部门办理")
    expect(editor.faults().first).to_be_visible(timeout=WHILE)
    editor.add_state("已办结", "办结")
    editor.tab("办理动作")
    editor.add_action("提交", source=["填报中"], target="待县级审查", scope="申请单位", roles=["单位管理员"])
    editor.add_action("通过", source=["待县级审查"], target="已办结", scope="事项所在地的部门", roles=["县级审核员"])
    expect(editor.faults()).to_have_count(0, timeout=WHILE)
    return editor


def edit_address(page: Page) -> str:
    """Return the address of the editor of what was just built."""
    page.goto(ADDRESS)
    return page.get_by_role("link", name=TITLE).first.get_attribute("href") or ""


def test_staff_draw_a_case_type_see_it_and_publish_it(person: Person, screenshot: Shot, axe: AxeCheck) -> None:
    page = person(STAFF)
    editor = build(page)
    screenshot(page, "case-type-editor")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    sheet = page.frame_locator("iframe[title]").last
    for title in ("填报中", "待县级审查", "已办结"):
        expect(sheet.locator(".case-box").filter(has_text=title)).to_be_visible(timeout=WHILE)
    expect(sheet.locator(".case-label")).to_have_text(["提交", "通过"])
    page.locator("[data-side-panel-toggle=preview]").first.click()
    editor.publish()
    number = edit_address(page).rstrip("/").rpartition("/")[2]
    page.goto(f"{ADDRESS}versions/{number}/")
    expect(page.get_by_text("生效中")).to_be_visible()
    page.get_by_role("link", name="版本 1").click()
    expect(page.locator(".case-box")).to_have_count(3)
    expect(page.locator(".case-steps tbody tr")).to_have_count(2)
    screenshot(page, "case-type-version")
    axe(page)
    document = yaml.safe_load(page.request.get(f"{ADDRESS}export/{number}/").text())
    assert [one["title"] for one in document["states"]] == ["填报中", "待县级审查", "已办结"]
    assert [(one["from"], one["to"]) for one in document["transitions"]] == [
        ([document["states"][0]["key"]], document["states"][1]["key"]),
        ([document["states"][1]["key"]], document["states"][2]["key"]),
    ]
    page.goto(f"{ADDRESS}versions/{number}/1/print/")
    screenshot(page, "case-type-print")
    axe(page)


def test_a_fault_leads_to_its_card_by_keyboard_alone(person: Person) -> None:
    page = person(STAFF)
    editor = Editor(page)
    editor.open_new(title="键盘办理", prefix="JP")
    editor.tab("状态")
    editor.add_state("填报中", "起始（填报中）")
    editor.add_state("无人区", "部门办理")
    editor.tab("基本信息")
    fault = editor.faults().filter(has_text="无人区").first.get_by_role("button")
    expect(fault).to_be_visible(timeout=WHILE)
    fault.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="状态", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-contentpath=title] input:focus")).to_have_value("无人区")


def test_the_editor_has_nothing_that_axe_objects_to(person: Person) -> None:
    page = person(STAFF)
    editor = Editor(page)
    editor.open_new(title="无障碍", prefix="WZ")
    editor.tab("状态")
    editor.add_state("填报中", "起始（填报中）")
    editor.tab("办理动作")
    editor.add_action("提交", source=["填报中"], target="填报中", scope="申请单位")
    # What is around the cards is Wagtail's own page.
    for part in (".pilotdesk-case-checklist", "[role=tabpanel]:not([hidden])"):
        found = Axe().run(page, context=part, options={"resultTypes": ["violations"]}).response
        assert [one["id"] for one in found["violations"]] == []
