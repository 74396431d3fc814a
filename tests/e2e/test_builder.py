"""附4 from an empty page: built in the builder, published, and filled in by an enterprise."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from cms.settings.env import BASE_DIR
from tests.e2e.builder_hands import Builder
from tests.e2e.conftest import Person, Shot

CODE = "fujian4-demand-list"
TITLE = "中小企业数字化转型需求、问题和场景清单及适配产品库"
SHEET = json.loads((BASE_DIR / "tests/data/js_fujian4_demand_list.json").read_text(encoding="utf-8"))
# The checklist answers after a pause in typing; a busy machine takes its time.
WHILE = 20_000
DIRECTIONS = [one["label"] for one in SHEET["directions"]]
PRODUCTS = [
    {"kind": "单行文本", "label": "名称"},
    {"kind": "多行文本", "label": "简述"},
    {"kind": "金额", "label": "价格", "total": True},
    {"kind": "单行文本", "label": "服务商"},
]
DEMANDS: list[dict[str, Any]] = [
    {"kind": "下拉选择", "label": "方向", "required": True, "choices": DIRECTIONS},
    {"kind": "多行文本", "label": "问题", "required": True},
    {"kind": "多行文本", "label": "需求"},
    {"kind": "多行文本", "label": "场景描述"},
    {"kind": "金额", "label": "改造总投资预算", "total": True},
    {"kind": "表格", "label": "适用产品和解决方案", "columns": PRODUCTS},
]


def build(page: Page, screenshot: Shot) -> None:
    """Build the sheet and publish it."""
    builder = Builder(page)
    builder.open_new(title=TITLE, code=CODE)
    header = builder.fields_of(builder.add_section("基本信息"))
    builder.add_field(header, "行政区划", "县（市、区）", required=True)
    industry = builder.add_field(header, "单行文本", "细分行业", required=True)
    expect(industry.locator("> [data-contentpath=key] input")).to_have_value("xifenhangye")
    demands = builder.fields_of(builder.add_section("需求、问题和场景清单"))
    builder.add_table(demands, "需求清单", DEMANDS, "表格")
    total = builder.add_field(demands, "金额", "预算合计")
    formula = total.locator("> [data-contentpath=formula]")
    formula.locator("textarea").fill("SUM([需求清单.改造投资])")
    expect(formula.locator(".pilotdesk-formula-faults")).to_contain_text("改造总投资预算", timeout=WHILE)
    expect(builder.faults().first).to_contain_text("预算合计", timeout=WHILE)
    formula.locator("textarea").fill("SUM()")
    formula.locator("textarea").evaluate("input => input.setSelectionRange(4, 4)")
    formula.get_by_role("button", name="插入字段或函数").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("总投资预算")
    page.keyboard.press("Enter")
    expect(formula.locator("textarea")).to_have_value("SUM([需求清单.改造总投资预算])")
    expect(builder.faults()).to_have_count(0, timeout=WHILE)
    builder.save()
    screenshot(page, "builder-fujian4")
    builder.publish()


def document_of(page: Page) -> dict[str, Any]:
    """Return what was published."""
    page.goto("/admin/snippets/forms_app/formdefinition/")
    edit = page.get_by_role("link", name=TITLE).first.get_attribute("href") or ""
    pk = edit.rstrip("/").rpartition("/")[2]
    answer = page.request.get(f"/admin/snippets/forms_app/formdefinition/versions/{pk}/1/?format=json")
    document: dict[str, Any] = answer.json()
    return document


def named(parts: list[dict[str, Any]], label: str) -> str:
    """Return the id of the field or column with this label."""
    return str(next(one["id"] for one in parts if one["label"] == label))


def fill(row: Locator, parts: list[dict[str, Any]], values: dict[str, str]) -> None:
    """Fill in the cells of a row."""
    for label, value in values.items():
        cell = row.locator(f"[name$='-{named(parts, label)}']").first
        if cell.evaluate("input => input.tagName") == "SELECT":
            cell.select_option(label=value)
        else:
            cell.fill(value)


def enterprise_fills_in(page: Page, document: dict[str, Any], screenshot: Shot) -> None:
    """Fill in two demands, the first with two products, and look at the sums."""
    header, demands = document["sections"]
    table = demands["fields"][0]
    inner_columns = next(one for one in table["columns"] if one["label"] == "适用产品和解决方案")["columns"]
    page.goto(f"/my/forms/start/{CODE}/")
    page.locator("form.start-form button").click()
    page.wait_for_url("**/drafts/**")
    page.goto(f"{page.url.partition('?')[0]}s/{header['key']}/")
    page.locator(f"[name='{header['fields'][0]['id']}']").select_option("999921")
    page.locator(f"[name='{header['fields'][1]['id']}']").fill("通用零部件制造")
    page.locator("button[name=action][value=continue]").click()
    page.wait_for_url(f"**/{demands['key']}/")
    rows = page.locator(f"[data-rows='{table['id']}'] > .grid-scroll > .datagrid > [data-row-list] > [data-row]")
    first = rows.first
    fill(first, table["columns"], {"方向": DIRECTIONS[0], "问题": "设备停机无记录", "改造总投资预算": "120.5"})
    products = first.locator("[data-inner] [data-row-list] > [data-row]")
    fill(products.first, inner_columns, {"名称": "数采网关", "价格": "30"})
    first.locator("[data-inner] [data-row-add]").click()
    fill(products.nth(1), inner_columns, {"名称": "看板软件", "价格": "12"})
    page.locator(f"[data-rows='{table['id']}'] > .rows-foot [data-row-add]").click()
    second = {"方向": DIRECTIONS[-1], "问题": "排产靠经验", "改造总投资预算": "79.5"}
    fill(rows.nth(1), table["columns"], second)
    screenshot(page, "builder-fujian4-filling")
    page.locator("button[name=action][value=continue]").click()
    page.wait_for_url("**/check/")
    for text in ("数采网关", "看板软件", "排产靠经验", "200"):
        expect(page.locator("main")).to_contain_text(text)


def test_fujian_4_is_built_from_an_empty_page_published_and_filled_in(person: Person, screenshot: Shot) -> None:
    staff = person("forms@example.com")
    build(staff, screenshot)
    document = document_of(staff)
    assert [one["label"] for one in document["sections"][1]["fields"][0]["columns"]] == [
        one["label"] for one in DEMANDS
    ]
    enterprise_fills_in(person("enterprise@example.com"), document, screenshot)
