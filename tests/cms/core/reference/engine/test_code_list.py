"""A code list is a tree whose items come and go by day."""

import datetime as dt

from cms.core.reference.engine.code_list import CodeItem, code_list_problems, items_on
from cms.core.reference.engine.grid import rows_of_text, text_of_rows

D = dt.date


def test_every_fault_is_named_by_its_row() -> None:
    items = [
        CodeItem("1", "甲"),
        CodeItem("1", "乙"),
        CodeItem("", "丙"),
        CodeItem("2", "丁", parent="9"),
        CodeItem("3", "戊", parent="4"),
        CodeItem("4", "己", parent="3"),
        CodeItem("5", "庚", since=D(2025, 2, 1), until=D(2025, 1, 1)),
    ]
    assert [problem.row for problem in code_list_problems(items)] == [2, 3, 4, 5, 6, 7]
    assert code_list_problems([CodeItem("1", "甲"), CodeItem("11", "乙", "1")]) == []


def test_an_item_below_one_that_has_ended_cannot_be_chosen() -> None:
    items = [
        CodeItem("1", "甲", until=D(2025, 12, 31)),
        CodeItem("11", "乙", "1"),
        CodeItem("2", "丙", since=D(2026, 1, 1)),
    ]
    assert [item.value for item in items_on(items, D(2025, 12, 31))] == ["1", "11"]
    assert [item.value for item in items_on(items, D(2026, 1, 1))] == ["2"]


def test_the_clipboard_of_a_spreadsheet_is_read_and_written() -> None:
    rows = [["13", "农副食品\n加工业", ""], ["14", '食品"制造"业', "a\tb"]]
    assert rows_of_text(text_of_rows(rows)) == rows
    assert rows_of_text("13\t农副\r\n\r\n\t\r\n14\t食品") == [["13", "农副"], ["14", "食品"]]
