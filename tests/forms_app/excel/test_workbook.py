"""The fill-in workbook of a form: what stands where, and that what was written is read again."""

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.spec import FormSpec, SectionSpec
from forms_app.excel import marks
from forms_app.excel.cells import put
from forms_app.excel.plan import Box, plan_of
from forms_app.excel.read import NotATemplate, WorkbookUnreadable, read_workbook
from forms_app.excel.values import from_cell, plain_text
from forms_app.excel.write import Filled, workbook_bytes
from tests.forms_app.engine.specs import LOOKUPS, a_field, every_type, sheet

TYPES = every_type()
# Every type at once: each field with an id of its own.
EVERY = FormSpec(
    code="all",
    title="全部类型",
    sections=(
        SectionSpec(
            id="s1",
            key="all",
            title="全部/类型: 一览",
            fields=tuple(
                replace(one, id=f"f{index}", label=name, max_items=8) for index, (name, one) in enumerate(TYPES.items())
            ),
        ),
    ),
)
IDS = {one.label: one.id for _section, one in EVERY.fields()}
ANSWERS = {
    "text": "=1+1",
    "textarea": "第一行\n第二行",
    "email": "a@example.com",
    "phone": "13800000000",
    "credit_code": "91350100M000100Y43",
    "region": "999921",
    "date": "2026-01-05",
    "directory": {"id": "", "text": "云溪数科"},
    "year": "2025",
    "month": "2025-03",
    "url": "https://example.com/a",
    "id_card": "11010519491231002X",
    "percent": "12.5",
    "industry": "3421",
    "matrix": [{"id": "m2", "c1": "35.5", "c3": "好"}],
    "date_range": {"start": "2025-01-01", "end": "2025-10-20"},
    "item_list": [{"id": "r1", "text": "甲"}, {"id": "r2", "text": "+乙"}],
    "metrics": [{"id": "r1", "name": "设备联网率", "unit": "%", "before": "35", "after": "80.5"}],
    "number": "-12.25",
    "money": "65000000.00",
    "radio": "乙",
    "select": "甲",
    "radio_with_text": {"value": "否", "text": "理由"},
    "checkbox": {"selected": ["公有云", "私有云"], "texts": {"公有云": "某云"}},
    "before_after": {"before": "一级", "after": "二级"},
    "table": [
        {"id": "r1", "c1": "品一", "c2": "12340000.00", "c3": "好"},
        {"id": "r2", "c1": "品二"},
    ],
}


def book_of(spec: FormSpec, answers: dict[str, Any], **options: Any) -> bytes:
    filled = Filled(spec=spec, sha256="a" * 64, number=3, draft="d", answers=answers)
    return workbook_bytes(plan_of(spec, LOOKUPS, **options), filled)


def read_back(spec: FormSpec, content: bytes) -> dict[str, Any]:
    sent = read_workbook(content, plan_of(spec, LOOKUPS))
    values: dict[str, Any] = {}
    for section in spec.sections:
        inputs = {name: text for one in section.fields for name, text in sent.inputs.get(one.id, {}).items()}
        result = clean_section(section, TypedInput(inputs), LOOKUPS, list(sent.inputs))
        assert not result.errors, [one.message % one.params for one in result.errors]
        values.update(result.values)
    return values


def test_what_is_filled_in_for_every_type_is_read_again() -> None:
    answers = {IDS[name]: value for name, value in ANSWERS.items()}
    assert read_back(EVERY, book_of(EVERY, answers)) == answers


def test_every_type_is_in_the_workbook_or_says_where_it_is_answered() -> None:
    (plan,) = plan_of(EVERY, LOOKUPS)
    named = {line.box.label for line in plan.lines if line.box}
    assert named == set(TYPES)
    unanswered = {line.box.label for line in plan.lines if line.box and line.box.kind == "none" and not line.leads_to}
    assert unanswered == {"file", "scan", "declaration", "note"}


def test_the_official_sheet_goes_out_blank_and_comes_back_blank() -> None:
    assert read_back(sheet(), book_of(sheet(), {})) == {}


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    content = book_of(EVERY, {IDS["text"]: '=HYPERLINK("http://x","y")', IDS["textarea"]: "@SUM(1)"})
    for name in load_workbook(io.BytesIO(content)).sheetnames:
        for row in load_workbook(io.BytesIO(content))[name].iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_only_the_cells_to_fill_in_can_be_changed_and_no_password_is_set() -> None:
    book = load_workbook(io.BytesIO(book_of(EVERY, {}, mask={IDS["text"]})))
    first = book.worksheets[0]
    assert first.protection.sheet
    assert first.protection.password is None
    unlocked = [
        first.cell(cell.row, 1).value for row in first.iter_rows() for cell in row if not cell.protection.locked
    ]
    assert unlocked == [IDS["text"]]
    assert book[marks.META].sheet_state == "veryHidden"


def test_options_are_offered_as_lists_whatever_their_number() -> None:
    book = load_workbook(io.BytesIO(book_of(sheet(), {})))
    rules = book.worksheets[0].data_validations.dataValidation
    lists = [one.formula1 for one in rules if one.type == "list"]
    assert len(lists) >= 6
    assert all(one.startswith(f"'{marks.LISTS}'!$") for one in lists)


def changed(content: bytes, change: Any) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_rows_and_columns_may_be_moved_because_ids_are_read() -> None:
    answers = {IDS[name]: value for name, value in ANSWERS.items()}

    def move(book: Workbook) -> None:
        first = book.worksheets[0]
        first.insert_rows(5, amount=3)
        first.insert_cols(3, amount=2)
        book["table"].insert_rows(6)

    assert read_back(EVERY, changed(book_of(EVERY, answers), move)) == answers


def test_added_rows_get_ids_and_emptied_rows_go() -> None:
    answers = {IDS["table"]: ANSWERS["table"]}

    def edit(book: Workbook) -> None:
        table = book["table"]
        for column in "CDE":
            table[f"{column}5"] = None
        table["C7"], table["D7"] = "品三", 0.1 + 0.2

    rows = read_back(EVERY, changed(book_of(EVERY, answers), edit))[IDS["table"]]
    assert [row["c1"] for row in rows] == ["品二", "品三"]
    assert rows[0]["id"] == "r2"
    assert rows[1]["id"] not in ("r1", "r2")
    assert rows[1]["c2"] == "3000.00"


def test_a_row_that_was_copied_becomes_a_row_of_its_own() -> None:
    def edit(book: Workbook) -> None:
        table = book["table"]
        table["C7"], table["F7"] = "品一", "r1"

    rows = read_back(EVERY, changed(book_of(EVERY, {IDS["table"]: ANSWERS["table"]}), edit))[IDS["table"]]
    assert len({row["id"] for row in rows}) == 3


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (1e15, "General", "1000000000000000"),
        (0.125, "0.0%", "12.5%"),
        (None, "General", ""),
        ("甲_x000D_\n乙", "@", "甲\n乙"),
    ],
)
def test_numbers_come_without_the_noise_of_binary_fractions(value: Any, number_format: str, text: str) -> None:
    assert plain_text(value, number_format) == text


def test_labels_values_and_ticks_are_understood() -> None:
    choice = Box("x", "x", "choice", choices=(("a", "甲"), ("b", "乙")))
    assert [from_cell(choice, one) for one in ("甲", " 乙 ", "b", "丙", None)] == ["a", "b", "b", "丙", ""]
    tick = Box("x", "x", "tick", choices=(("a", "甲"),))
    assert [from_cell(tick, one) for one in ("√", "是", "Y", True, 1, "否", "", None)] == ["a"] * 5 + [""] * 3


def test_labels_that_come_twice_are_told_apart() -> None:
    field = replace(TYPES["radio"], choices=tuple(replace(one, label="同名") for one in TYPES["radio"].choices))
    spec = FormSpec("c", "t", (SectionSpec("s", "s", "标题", fields=(field,)),))
    (plan,) = plan_of(spec, LOOKUPS)
    box = plan.lines[0].box
    assert box is not None
    assert len({label for _value, label in box.choices}) == 2


def test_sheet_names_are_ones_that_excel_takes() -> None:
    long = "很长的标题" * 10
    sections = tuple(
        SectionSpec(f"s{n}", f"s{n}", long, fields=(replace(TYPES["text"], id=f"x{n}"),)) for n in range(3)
    )
    names = [plan.sheet for plan in plan_of(FormSpec("c", "t", sections), LOOKUPS)]
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert plan_of(EVERY, LOOKUPS)[0].sheet == "全部 类型  一览"


def test_files_that_are_no_template_are_told_apart() -> None:
    plain = Workbook()
    target = io.BytesIO()
    plain.save(target)
    with pytest.raises(NotATemplate):
        read_workbook(target.getvalue(), plan_of(EVERY, LOOKUPS))
    with pytest.raises(WorkbookUnreadable):
        read_workbook(b"PK no workbook", plan_of(EVERY, LOOKUPS))


def test_a_sheet_that_claims_a_million_rows_is_not_walked_through() -> None:
    def gap(book: Workbook) -> None:
        put(book["table"].cell(1_048_576, 3), "x")
        put(book["table"].cell(5, 16_000), "x")

    content = changed(book_of(EVERY, {IDS["table"]: ANSWERS["table"]}), gap)
    assert len(read_back(EVERY, content)[IDS["table"]]) == 2


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=60)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=words, rows=st.lists(words, max_size=5), amount=st.decimals(0, 10**9, places=2))
def test_any_text_and_amount_comes_back_as_it_went(text: str, rows: list[str], amount: Any) -> None:
    inputs = {
        IDS["text"]: text,
        IDS["textarea"]: text,
        IDS["money"]: f"{amount}",
        f"{IDS['item_list']}-rows": ",".join(f"r{n}" for n in range(len(rows))),
        **{f"{IDS['item_list']}-r{n}-text": row for n, row in enumerate(rows)},
    }
    fields = [IDS["text"], IDS["textarea"], IDS["money"], IDS["item_list"]]
    answers = clean_section(EVERY.sections[0], TypedInput(inputs), LOOKUPS, fields).values
    assert read_back(EVERY, book_of(EVERY, answers)) == answers


def test_the_workbook_carries_an_answer_of_every_type() -> None:
    """A new type whose answer the workbook cannot carry fails here."""
    assert {*ANSWERS, "file", "scan", "declaration", "directory", "note"} == set(TYPES)


INNER = {
    "id": "p",
    "key": "products",
    "label": "产品",
    "type": "table",
    "columns": [
        {"id": "n", "key": "n", "label": "名称", "type": "text"},
        {"id": "v", "key": "v", "label": "价格", "type": "money", "unit": "万元"},
    ],
}
NEEDS = a_field(
    "table", columns=[{"id": "q", "key": "q", "label": "问题", "type": "text"}, INNER], max_items=5, label="需求"
)
NESTED = FormSpec("n", "清单", (SectionSpec("s", "s", "清单", fields=(NEEDS,)),))
NEEDED = [
    {"id": "r1", "q": "甲", "p": [{"id": "i1", "n": "一", "v": "10000.00"}, {"id": "i2", "n": "二"}]},
    {"id": "r2", "p": [{"id": "i3", "n": "三"}]},
]


def test_tables_within_rows_have_a_sheet_that_names_their_row() -> None:
    content = book_of(NESTED, {"f1": NEEDED})
    assert load_workbook(io.BytesIO(content)).sheetnames[:3] == ["清单", "需求", "需求-产品"]
    assert read_back(NESTED, content)["f1"] == NEEDED

    def add(book: Workbook) -> None:
        book["需求-产品"]["B8"], book["需求-产品"]["D8"] = 1, "四"
        book["需求-产品"]["B9"], book["需求-产品"]["D9"] = 4, "无主"

    edited = changed(content, add)
    rows = read_back(NESTED, edited)["f1"]
    assert [one["n"] for one in rows[0]["p"]] == ["一", "二", "四"]
    sent = read_workbook(edited, plan_of(NESTED, LOOKUPS))
    assert [(one.sheet, one.cell) for one in sent.lost] == [("需求-产品", "B9")]
