"""Forms from files and filling in by Excel, as people do it: upload, look, mend, confirm."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from playwright.sync_api import Page, expect

from tests.e2e import field_forms
from tests.e2e.conftest import AxeCheck, Person, Shot
from tests.forms_app.word_import.sheets import demand_list
from tests.forms_app.xlsform.workbooks import ODK_CHOICES, ODK_SURVEY, workbook

STAFF = "forms@example.com"
FORMS = "/admin/snippets/forms_app/formdefinition/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def choose(page: Page, form: str, name: str, content: bytes, kind: str = XLSX) -> None:
    """Choose a file on the import page and have it read."""
    page.goto(f"{FORMS}import/")
    page.locator(f"#{form}-file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator(f"section[aria-labelledby={form}-heading] button").click()
    page.wait_for_load_state()


def form_titles(page: Page) -> str:
    """Return the list of forms as text."""
    page.goto(FORMS)
    return page.locator("main").inner_text()


def downloaded(page: Page, address: str) -> bytes:
    """Return a file as the signed-in person fetches it."""
    answer = page.request.get(address)
    assert answer.ok, answer.status
    return answer.body()


def test_an_xlsform_with_faults_makes_nothing_and_the_mended_one_becomes_a_draft(
    person: Person, screenshot: Shot, axe: AxeCheck
) -> None:
    staff = person(STAFF)
    settings = {"form_title": "数字化改造意向调查", "form_id": "intention-survey"}
    broken = [dict(row) for row in ODK_SURVEY]
    broken[2]["label"] = ""
    broken[4]["constraint"] = ". <= ${nobody}"
    choose(staff, "xlsform", "调查.xlsx", workbook(broken, ODK_CHOICES, settings))
    refusal = staff.locator("[role=alert]")
    expect(refusal).to_contain_text("第4行 label 列")
    expect(refusal).to_contain_text("第6行 constraint 列")
    expect(refusal).to_contain_text("nobody")
    screenshot(staff, "xlsform-faults")
    assert "数字化改造意向调查" not in form_titles(staff)

    choose(staff, "xlsform", "调查.xlsx", workbook(ODK_SURVEY, ODK_CHOICES, settings))
    expect(staff.locator("main")).to_contain_text("数字化改造意向调查")
    expect(staff.locator("main")).to_contain_text("邮政编码")
    screenshot(staff, "xlsform-preview")
    axe(staff)
    staff.get_by_role("button", name="建立草稿", exact=True).click()
    expect(staff.locator(".pilotdesk-outline")).to_be_visible()
    expect(staff.locator("input[name=title]")).to_have_value("数字化改造意向调查")

    pk = staff.url.rstrip("/").rpartition("/")[2]
    survey = load_workbook(io.BytesIO(downloaded(staff, f"{FORMS}xlsform/{pk}/")))["survey"]
    heads = [cell.value for cell in survey[1]]
    rows = {row[heads.index("name")]: row for row in survey.iter_rows(min_row=2, values_only=True)}
    assert rows["code"][heads.index("constraint")] == "regex(., '^[0-9]{6}$')"
    assert rows["pilot"][heads.index("default")] == "no"


def test_the_bureaus_word_sheet_is_confirmed_field_by_field_and_becomes_a_draft(
    person: Person, screenshot: Shot, axe: AxeCheck
) -> None:
    staff = person(STAFF)
    choose(staff, "word", "附4.docx", demand_list(), DOCX)
    expect(staff.locator("main")).to_contain_text("需求、问题和场景清单")
    screenshot(staff, "word-confirmation")
    axe(staff)
    staff.locator("#import-code").fill("demand-from-word")
    rows = staff.locator(".form-import-table tbody tr")
    for index in range(rows.count()):
        label = rows.nth(index).locator("input[name$=-label]")
        if label.input_value() == "问题（含行业共性问题和企业个性问题）":
            label.fill("问题")
        rows.nth(index).locator("input[name$=-accept]").check()
    staff.get_by_role("button", name="建立草稿", exact=True).click()
    expect(staff.locator(".pilotdesk-outline")).to_be_visible()
    expect(staff.locator(".pilotdesk-outline")).to_contain_text("细分行业")
    pk = staff.url.rstrip("/").rpartition("/")[2]
    survey = load_workbook(io.BytesIO(downloaded(staff, f"{FORMS}xlsform/{pk}/")))["survey"]
    labels = {row[2].value for row in survey.iter_rows(min_row=2)}
    assert {"细分行业", "问题", "场景描述"} <= labels


@pytest.fixture
def filling(every_field: Callable[..., Page]) -> tuple[Page, str]:
    """Give an enterprise with a new draft of the form with every field type, and the draft's address."""
    page = every_field(field_forms.CODE)
    return page, page.url.partition("/s/")[0]


def marked(book: Workbook, name: str) -> Cell:
    """Return the cell in which an answer is typed."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=1):
            if row[0].value == name:
                return sheet.cell(row[0].row, 3)
    raise KeyError(name)


def send(page: Page, draft: str, book: Workbook) -> None:
    """Upload a workbook on the draft's page."""
    target = io.BytesIO()
    book.save(target)
    page.goto(f"{draft}/excel/")
    page.locator("#workbook-file").set_input_files({"name": "填报.xlsx", "mimeType": XLSX, "buffer": target.getvalue()})
    page.get_by_role("button", name="查看变化").click()
    page.wait_for_load_state()


def template_of(page: Page, draft: str) -> Workbook:
    """Return the fill-in template of the draft."""
    page.goto(f"{draft}/excel/")
    address: Any = page.get_by_role("link", name="下载模板").get_attribute("href")
    return load_workbook(io.BytesIO(downloaded(page, address)))


def test_the_template_filled_in_by_excel_is_reported_and_taken(
    filling: tuple[Page, str], screenshot: Shot, axe: AxeCheck
) -> None:
    page, draft = filling
    book = template_of(page, draft)
    screenshot(page, "workbook-upload")
    marked(book, "fname").value = "云溪精密"
    marked(book, "fstaff").value = 85
    send(page, draft, book)
    expect(page.locator(".workbook-changes")).to_contain_text("云溪精密")
    screenshot(page, "workbook-report")
    axe(page)
    page.get_by_role("button", name="采用勾选的各项").click()
    page.goto(f"{draft}/s/all/")
    expect(page.locator("[name=fname]")).to_have_value("云溪精密")
    expect(page.locator("[name=fstaff]")).to_have_value("85")


def test_a_workbook_with_wrong_cells_names_them_and_changes_nothing(
    filling: tuple[Page, str], screenshot: Shot
) -> None:
    page, draft = filling
    book = template_of(page, draft)
    cell = marked(book, "fstaff")
    cell.value = "八十五人左右"
    send(page, draft, book)
    refusals = page.locator(".alert-danger")
    expect(refusals).to_contain_text(cell.coordinate)
    expect(refusals).to_contain_text(cell.parent.title)
    screenshot(page, "workbook-refusals")
    page.goto(f"{draft}/s/all/")
    expect(page.locator("[name=fstaff]")).to_have_value("")


def test_the_state_of_the_system_says_what_is_not_set(person: Person, screenshot: Shot, axe: AxeCheck) -> None:
    administrator = person("admin@example.com")
    administrator.goto("/admin/system-state/")
    expect(administrator.locator("main")).to_contain_text("未设置 clamd")
    expect(administrator.locator("main")).to_contain_text("CLAMD_ADDRESS")
    screenshot(administrator, "system-state")
    axe(administrator)
