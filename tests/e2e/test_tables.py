"""Tables in the browser: keyboard, Excel's clipboard, undo, rows within rows, and the same without scripts."""

from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

BUDGET = '[data-rows="fbudget"]'
SCENES = '[data-rows="fscenes"]'
PASTE = """([target, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  target.focus();
  return target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""

Filler = Callable[..., Page]


def rows(page: Page, box: str = BUDGET) -> Locator:
    return page.locator(f"{box} > .grid-scroll > .datagrid > [data-row-list] > [data-row]")


def cell(page: Page, row: int, column: str) -> Locator:
    return rows(page).nth(row).locator(f'[name^="fbudget-"][name$="-{column}"]')


def paste(target: Locator, text: str) -> bool:
    """Paste as the browser does; say whether the browser is to paste itself."""
    return bool(target.page.evaluate(PASTE, [target.element_handle(), text]))


def stored(page: Page) -> None:
    """Save by the button and open the step again."""
    step = page.url.partition("#")[0]
    page.locator("button[name=action][value=save]").click()
    page.goto(step)


def texts(page: Page, column: str) -> Sequence[str]:
    return [cell(page, row, column).input_value() for row in range(rows(page).count())]


def test_a_block_from_excel_goes_to_the_right_and_down_and_can_be_undone(every_field: Filler) -> None:
    page = every_field()
    cell(page, 0, "citem").fill("原有")
    ids = page.locator(f"{BUDGET} > [data-row-order]").input_value()
    clip = (
        '"数控机床\n（进口）"\t"1,234.50"\t12.5%\t2026年1月5日\t硬件\t青岚县\t是\t"第一行\n第二行"\r\n'
        '"软件 ""A"""\t(20)\t\t2026/2/30\t未知类别\t\t否\t\t多出的列\r\n'
        "服务\t５００\t3\t20260301\t服务\t云溪市枫陵县\t\t说明\r\n"
    )
    assert not paste(cell(page, 0, "citem"), clip)
    assert texts(page, "citem") == ["数控机床 （进口）", '软件 "A"', "服务"]
    assert texts(page, "ccost") == ["1234.50", "-20", "500"]
    assert texts(page, "cshare") == ["12.5%", "", "3"]
    assert texts(page, "cday") == ["2026-01-05", "2026/2/30", "2026-03-01"]
    assert texts(page, "ckind") == ["硬件", "", "服务"]
    assert texts(page, "ccounty") == ["999921", "", "999922"]
    assert texts(page, "cremark") == ["第一行\n第二行", "", "说明"]
    expect(rows(page).nth(0).locator("input[value=是]")).to_be_checked()
    expect(rows(page).nth(1).locator("input[value=否]")).to_be_checked()
    unfit = page.locator("#field-fbudget [data-grid-report] textarea")
    expect(unfit).to_have_value("第 2 行，类别：未知类别\n第 2 行，超出最后一列：多出的列")
    assert page.locator(f"{BUDGET} > [data-row-order]").input_value().startswith(ids)
    page.locator(f"{BUDGET} > .rows-foot [data-rows-undo]").click()
    assert texts(page, "citem") == ["原有"]
    assert page.locator(f"{BUDGET} > [data-row-order]").input_value() == ids
    expect(unfit).to_be_hidden()


def test_one_cell_and_lines_in_a_long_text_are_left_to_the_browser(every_field: Filler) -> None:
    page = every_field()
    assert paste(cell(page, 0, "citem"), "一个单元格\r\n")
    assert paste(cell(page, 0, "cremark"), "第一行\n第二行")
    assert rows(page).count() == 1


def test_enter_goes_down_and_adds_a_row_at_the_end(every_field: Filler) -> None:
    page = every_field()
    cell(page, 0, "ccost").click()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("9")
    assert texts(page, "ccost") == ["1", "9", "3"]


def test_rows_are_inserted_copied_moved_removed_and_brought_back(every_field: Filler) -> None:
    page = every_field()
    cell(page, 0, "citem").fill("甲")
    cell(page, 0, "ckind").select_option("软件")
    rows(page).nth(0).locator("[data-row-copy]").click()
    cell(page, 1, "citem").fill("乙")
    rows(page).nth(0).locator("[data-row-insert]").click()
    cell(page, 1, "citem").fill("丙")
    assert texts(page, "citem") == ["甲", "丙", "乙"]
    assert texts(page, "ckind") == ["软件", "", "软件"]
    rows(page).nth(2).locator("[data-row-up]").click()
    assert texts(page, "citem") == ["甲", "乙", "丙"]
    expect(rows(page).nth(2).locator("[data-row-down]")).to_be_disabled()
    order = page.locator(f"{BUDGET} > [data-row-order]").input_value()
    rows(page).nth(1).locator("[data-row-remove]").click()
    assert texts(page, "citem") == ["甲", "丙"]
    page.locator(f"{BUDGET} > .rows-foot [data-rows-undo]").click()
    assert texts(page, "citem") == ["甲", "乙", "丙"]
    assert page.locator(f"{BUDGET} > [data-row-order]").input_value() == order
    stored(page)
    assert texts(page, "citem") == ["甲", "乙", "丙"]


def test_rows_within_rows_are_kept_under_their_row(every_field: Filler) -> None:
    page = every_field()
    outer = rows(page, SCENES)
    outer.nth(0).locator("input[type=text]").first.fill("排产")
    inner = outer.nth(0).locator("[data-inner] [data-row-list] > [data-row]")
    inner.nth(0).locator("input[type=text]").first.fill("网关")
    outer.nth(0).locator("[data-inner] [data-row-add]").click()
    inner.nth(1).locator("input[type=text]").first.fill("看板")
    outer.nth(0).locator("> .grid-actions [data-row-copy]").click()
    copied = outer.nth(1).locator("[data-inner] [data-row-list] > [data-row]")
    expect(copied).to_have_count(2)
    copied.nth(0).locator("[data-row-remove]").click()
    outer.nth(1).locator("input[type=text]").first.fill("能耗")
    stored(page)
    names = [
        [one.input_value() for one in row.locator("[data-inner] input[name$='-cname']").all()] for row in outer.all()
    ]
    assert names == [["网关", "看板"], ["看板"]]


def test_without_scripts_the_buttons_do_the_same(every_field: Filler) -> None:
    page = every_field(scripts=False)
    cell(page, 0, "citem").fill("甲")
    rows(page).nth(0).locator("[data-row-copy]").click()
    cell(page, 1, "citem").fill("乙")
    rows(page).nth(0).locator("[data-row-insert]").click()
    assert texts(page, "citem") == ["甲", "", "乙"]
    cell(page, 1, "citem").fill("丙")
    rows(page).nth(0).locator("[data-row-remove]").click()
    assert texts(page, "citem") == ["丙", "乙"]
    scene = rows(page, SCENES).nth(0)
    scene.locator("[data-inner] input[type=text]").first.fill("网关")
    scene.locator("[data-inner] [data-row-add]").click()
    scene.locator("[data-inner] input[name$='-cname']").nth(1).fill("看板")
    stored(page)
    assert texts(page, "citem") == ["丙", "乙"]
    names = [one.input_value() for one in scene.locator("[data-inner] input[name$='-cname']").all()]
    assert names == ["网关", "看板"]
