"""The menu of names beside a formula offers what may stand there, and what it inserts is understood."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.builder_hands import Builder
from tests.e2e.conftest import Person, Shot

WHILE = 20_000


def child(stream: Locator, number: int) -> Locator:
    """Return a field of a section, or a column of a table, by its number."""
    children = stream.locator("> [data-streamfield-stream-container] > [data-streamfield-child]:visible")
    return children.nth(number).locator(".pilotdesk-field").first


def formula_of(field: Locator) -> Locator:
    """Return the formula input of an open field."""
    return field.locator("> [data-contentpath=formula]")


def offered(page: Page, formula: Locator) -> list[str]:
    """Open the menu of a formula, return what it would insert, and close it."""
    formula.get_by_role("button", name="插入字段或函数").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    texts = dialog.locator("section:not(:has(h4:text('函数'))) button span").all_inner_texts()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    return texts


def insert(page: Page, formula: Locator, search: str, expected: str) -> None:
    """Insert the first name that is found and see what stands in the formula."""
    text = formula.locator("textarea").first
    text.fill("SUM()")
    text.evaluate("input => input.setSelectionRange(4, 4)")
    formula.get_by_role("button", name="插入字段或函数").first.click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(search)
    page.keyboard.press("Enter")
    expect(text).to_have_value(f"SUM({expected})")


def test_the_menu_of_names_offers_rows_cells_and_tables_within_tables(person: Person, screenshot: Shot) -> None:
    page = person("admin@example.com")
    builder = Builder(page)
    builder.open_new(title="名称菜单", code="insert-menu")
    fields = builder.fields_of(builder.add_section("清单"))
    products = [{"kind": "数字", "label": "价格"}, {"kind": "数字", "label": "折后价"}]
    demands = [
        {"kind": "数字", "label": "数量"},
        {"kind": "表格", "label": "产品", "columns": products},
        {"kind": "数字", "label": "产品合计"},
    ]
    builder.add_table(fields, "需求", demands, "表格")
    builder.add_table(fields, "计划", [{"kind": "数字", "label": "2025年"}], "固定行表格（矩阵）")
    table, plan = child(fields, 0), child(fields, 1)
    rows = plan.locator("> [data-contentpath=rows]")
    builder.options(rows, ["收入", "利润"])
    builder.add_field(fields, "数字", "总计")

    anywhere = formula_of(child(fields, 2))
    names = offered(page, anywhere)
    assert {"需求.数量", "需求.产品.价格", "计划.收入.2025年"} <= set(names)
    assert not any(name.startswith(("本行.", "上级.", "本列")) for name in names)
    insert(page, anywhere, "需求.产品.价格", "[需求.产品.价格]")

    columns = table.locator("> [data-contentpath=columns] .pilotdesk-fields").first
    insert(page, formula_of(child(columns, 2)), "本行.产品.价格", "[本行.产品.价格]")

    within = child(columns, 1).locator("> [data-contentpath=columns] .pilotdesk-fields").first
    inner = formula_of(child(within, 1))
    assert {"本行.价格", "上级.数量"} <= set(offered(page, inner))
    insert(page, inner, "上级.数量", "[上级.数量]")

    profit = rows.locator("[data-contentpath=formula]").last
    assert {"本列", "本列.收入"} <= set(offered(page, profit))
    insert(page, profit, "本列.收入", "[本列.收入]")
    expect(builder.faults()).to_have_count(0, timeout=WHILE)
    expect(page.locator(".pilotdesk-formula-faults li:visible")).to_have_count(0)
    screenshot(page, "insert-menu")
