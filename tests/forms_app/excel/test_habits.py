"""What people do to a workbook in Excel before they send it back."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.spec import FormSpec, SectionSpec
from forms_app.excel.plan import plan_of
from forms_app.excel.read import Sent, read_workbook
from tests.forms_app.engine.specs import LOOKUPS, a_field
from tests.forms_app.engine.test_directory_type import PROVIDERS
from tests.forms_app.excel.test_workbook import ANSWERS, EVERY, IDS, book_of, changed, read_back


def row_of(book: Workbook, mark: str) -> int:
    first = book.worksheets[0]
    return next(row[0].row for row in first.iter_rows(max_col=1) if row[0].value == mark)


def filled_in(texts: dict[str, Any]) -> dict[str, Any]:
    """Return what is read of cells typed into the blank template, by type."""

    def edit(book: Workbook) -> None:
        for name, value in texts.items():
            book.worksheets[0].cell(row_of(book, IDS[name]), 3).value = value

    values = read_back(EVERY, changed(book_of(EVERY, {}), edit))
    return {name: values.get(IDS[name]) for name in texts}


def sent_of(content: bytes, spec: FormSpec = EVERY) -> Sent:
    return read_workbook(content, plan_of(spec, LOOKUPS))


@pytest.mark.parametrize("typed", ["2026/1/5", "2026-01-05", "2026年1月5日", "2026.1.5", "20260105"])
def test_a_date_typed_as_text_is_a_date(typed: str) -> None:
    assert filled_in({"date": typed}) == {"date": "2026-01-05"}


@pytest.mark.parametrize("typed", ["12.5%", "１２．５％", 12.5, "12.5"])
def test_a_percentage_is_read_with_its_sign_and_without(typed: Any) -> None:
    assert filled_in({"percent": typed}) == {"percent": "12.5"}


def test_sheets_may_be_renamed_hidden_and_reordered() -> None:
    answers = {IDS[name]: value for name, value in ANSWERS.items()}

    def edit(book: Workbook) -> None:
        for number, sheet in enumerate(book.worksheets):
            if sheet.sheet_state == "visible" and number:
                sheet.title = f"我的表{number}"
                sheet.sheet_state = "hidden"
        book.move_sheet(book.worksheets[0], offset=2)

    assert read_back(EVERY, changed(book_of(EVERY, answers), edit)) == answers


def test_of_merged_cells_the_first_one_counts() -> None:
    def edit(book: Workbook) -> None:
        table = book["table"]
        table["C5"], table["C6"] = "品一", "品二"
        table.merge_cells("C5:C6")
        table["D6"] = 5

    rows = read_back(EVERY, changed(book_of(EVERY, {}), edit))[IDS["table"]]
    assert [row.get("c1") for row in rows] == ["品一", None]


def with_formula(formula: str, result: str, kind: str) -> bytes:
    """Return the blank workbook with a formula in the cell of the number, and the result that Excel saved."""
    content = book_of(EVERY, {})
    book = load_workbook(io.BytesIO(content))
    row = row_of(book, IDS["number"])
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                cell = f'<c r="C{row}"{kind}><f>{formula}</f><v>{result}</v></c>'
                text = re.sub(rf'<c r="C{row}"[^>]*?(?:/>|>.*?</c>)'.encode(), cell.encode(), text, count=1)
            new.writestr(entry, text)
    return target.getvalue()


def test_a_formula_counts_with_the_result_that_was_saved() -> None:
    assert read_back(EVERY, with_formula("3*4", "12", ""))[IDS["number"]] == "12"


def test_an_error_of_excel_is_named_and_its_field_left_alone() -> None:
    sent = sent_of(with_formula("1/0", "#DIV/0!", ' t="e"'))
    assert [one.sheet for one in sent.broken] == ["全部 类型  一览"]
    assert IDS["number"] not in sent.inputs
    assert IDS["text"] in sent.inputs


def test_an_error_of_excel_in_a_table_leaves_the_whole_table_alone() -> None:
    def edit(book: Workbook) -> None:
        book["table"]["D6"].value = "#REF!"
        book["table"]["D6"].data_type = "e"

    sent = sent_of(changed(book_of(EVERY, {IDS["table"]: ANSWERS["table"]}), edit))
    assert [one.cell for one in sent.broken] == ["D6"]
    assert IDS["table"] not in sent.inputs


def test_five_thousand_rows_are_refused_and_not_cut() -> None:
    def edit(book: Workbook) -> None:
        for number in range(5000):
            book["table"].cell(5 + number, 3).value = f"品{number}"

    sent = sent_of(changed(book_of(EVERY, {}), edit))
    section = EVERY.sections[0]
    result = clean_section(section, TypedInput(sent.inputs[IDS["table"]]), LOOKUPS, [IDS["table"]])
    (fault,) = [one for one in result.errors if one.path.startswith(IDS["table"])]
    assert "8" in fault.message % fault.params


def test_an_entry_of_a_directory_keeps_its_id_while_its_name_stays() -> None:
    field = a_field("directory", directory="provider")
    spec = FormSpec("c", "t", (SectionSpec("s", "s", "标题", fields=(field,)),))
    lookups = replace(LOOKUPS, directories={"provider": PROVIDERS})
    content = book_of(spec, {"f1": {"id": "2", "text": "同名公司"}})

    def value_of(workbook: bytes) -> Any:
        inputs = TypedInput(sent_of(workbook, spec).inputs["f1"])
        return clean_section(spec.sections[0], inputs, lookups, ["f1"]).values.get("f1")

    assert value_of(content) == {"id": "2", "text": "同名公司"}

    def rename(book: Workbook) -> None:
        book.worksheets[0]["C5"] = "云溪数科"

    assert value_of(changed(content, rename)) == {"id": "1", "text": "云溪数科"}
