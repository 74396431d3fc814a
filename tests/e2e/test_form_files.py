"""Forms and files in the browser: a Word sheet becomes a draft, and a form is filled in by Excel."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.forms_app.word_import.sheets import info_sheet

Person = Callable[[str], Page]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_word_sheet_becomes_a_draft_whose_guesses_are_confirmed(
    person: Person, screenshot: Callable[[Page, str], None]
) -> None:
    page = person("forms@example.com")
    page.goto("/admin/snippets/forms_app/formdefinition/import/")
    screenshot(page, "files-import-start")
    page.get_by_label("Word 文档").set_input_files({"name": "附2.docx", "mimeType": WORD, "buffer": info_sheet()})
    page.get_by_role("button", name="识别表格").click()
    expect(page.get_by_text("共识别出 38 个填报项")).to_be_visible()
    page.locator("#import-code").fill("from-word")
    page.get_by_label("“企业名称”正确").check()
    screenshot(page, "files-import-word")
    page.get_by_role("button", name="建立草稿", exact=True).click()
    expect(page.get_by_text("草稿已建立，尚未发布。")).to_be_visible()
    screenshot(page, "files-import-builder")


def test_a_form_is_filled_in_by_excel(
    person: Person, axe: Callable[[Page], None], screenshot: Callable[[Page, str], None], tmp_path: Path
) -> None:
    page = person("enterprise@example.com")
    page.goto("/my/forms/start/js-enterprise-info-sheet/")
    expect(page.get_by_role("link", name="下载填报模板")).to_be_visible()
    page.get_by_role("button", name=re.compile("开始|再填")).click()
    page.get_by_role("link", name="用 Excel 填报").click()
    axe(page)
    screenshot(page, "files-workbook")
    with page.expect_download() as given:
        page.get_by_role("link", name="下载模板").click()
    given.value.save_as(tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cells = {row[1].value: row[2] for row in book.worksheets[0].iter_rows(max_col=3)}
    cells["企业基本情况 *"].value = "从事精密零件加工。"
    cells["上年度营业收入 *"].value = 6500.5
    cells["联系方式 *"].value = "12"
    target = io.BytesIO()
    book.save(target)
    upload = {"name": "填好.xlsx", "mimeType": XLSX, "buffer": target.getvalue()}
    page.locator("#workbook-file").set_input_files(upload)
    page.get_by_role("button", name="查看变化").click()
    expect(page.get_by_text(re.compile("“一、基本情况”表 C"))).to_be_visible()
    axe(page)
    screenshot(page, "files-workbook-report")
    page.get_by_role("button", name="采用勾选的各项").click()
    expect(page.get_by_text("已从 Excel 采用 2 项。")).to_be_visible()
