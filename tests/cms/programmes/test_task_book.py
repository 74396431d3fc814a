"""附3: the totals of the task book in figures and in words."""

import pytest

from tests.cms.programmes.official import Sheet, official_form, source

SOURCE = source("js_fujian3_task_book.json")
DIFFERENT = "进度计划的投资总额合计与项目总投资预算不一致。"


def book(budget: str, *amounts: str) -> Sheet:
    rows = [{"time": "2025年9月", "work": "建设", "amount": amount} for amount in amounts]
    return Sheet("task-book", {"budget_figures": budget, "progress": rows})


@pytest.mark.row("JS-77")
def test_the_schedule_adds_up_to_the_budget_or_says_so() -> None:
    assert book("120", "30", "50", "40").says() == set()
    assert book("120", "30", "50", "39.99").says() == {DIFFERENT}


def test_the_total_of_the_schedule_stands_below_it() -> None:
    found = book("120", "30", "50.5", "39.5")
    assert list(found.state.totals.values()) == ["1200000.00"]


@pytest.mark.row("JS-79")
@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("120.5", {"人民币壹佰贰拾万伍仟元整", "人民币壹佰贰拾万零伍仟元整"}),
        ("650", {"人民币陆佰伍拾万元整"}),
        ("0.0001", {"人民币壹元整"}),
    ],
)
def test_the_budget_in_words_follows_the_figures(figures: str, words: set[str]) -> None:
    assert book(figures, figures).computed("budget_words") in words


def test_without_figures_there_are_no_words() -> None:
    assert Sheet("task-book", {}).computed("budget_words") is None


def test_seven_copies_three_two_two() -> None:
    found = Sheet("task-book", {})
    copies = next(one for section in SOURCE["sections"] for one in section.get("clauses", ()) if "copies" in one)[
        "copies"
    ]
    keys = {"甲方": "copies_a", "乙方": "copies_b", "丙方": "copies_c", "total": "copies"}
    assert {name: int(found.computed(key)) for name, key in keys.items()} == copies


def test_the_sections_with_fields_have_the_official_titles() -> None:
    titles = {one["title"] for one in SOURCE["sections"]}
    numbered = [one.title for one in official_form("task-book").sections if one.number]
    assert set(numbered) <= titles
    notes = {one.label for _section, one in official_form("task-book").fields() if one.type == "note"}
    assert {"五、保密条款", "六、风险责任的承担", "七、违约责任", "八、争议的解决办法"} <= notes


@pytest.mark.parametrize("party", ["甲方", "乙方", "丙方"])
def test_every_party_signs_with_its_contact_and_date(party: str) -> None:
    block = next(one for section in SOURCE["sections"] for one in section.get("signatures", ()) if one["role"] == party)
    key = {"甲方": "a", "乙方": "b", "丙方": "c"}[party]
    fields = [one for one in official_form("task-book").sections[-1].fields if one.key.startswith(f"{key}_")]
    # The seal stands in the heading; everything else of the block is a field.
    assert len(fields) == len(block["fields"]) - 1
    assert fields[0].group.startswith(block["party_label_in_block"])
