"""What keeps a form with formulas from being published, and how it is said."""

from copy import deepcopy
from typing import Any

import pytest

from forms_app.engine.document import spec_from_document
from forms_app.engine.formula_problems import formula_problems
from forms_app.services.form_publish import problem_text
from tests.forms_app.engine.forms import BUDGET


def problems(change: Any) -> list[tuple[tuple[Any, ...], str]]:
    document = deepcopy(BUDGET)
    change(document)
    return [(one.place, problem_text(one)) for one in formula_problems(spec_from_document(document))]


def field(document: Any, section: int, number: int) -> Any:
    return document["sections"][section]["fields"][number]


def test_a_sound_form_has_none() -> None:
    assert problems(lambda document: None) == []


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (
            lambda d: field(d, 0, 3).update(formula="[总而言之]+1"),
            ("sections", 0, "fields", 3, "formula"),
            "总而言之",
        ),
        (lambda d: field(d, 0, 3).update(formula="1+("), ("sections", 0, "fields", 3, "formula"), "占比"),
        (lambda d: field(d, 0, 3).update(formula="[类型]*2"), ("sections", 0, "fields", 3, "formula"), "类型"),
        (lambda d: field(d, 0, 1).update(visible="[收入]+"), ("sections", 0, "fields", 1, "visible"), "原因"),
        (lambda d: field(d, 0, 1).update(visible="[类型]"), ("sections", 0, "fields", 1, "visible"), "原因"),
        (
            lambda d: field(d, 1, 0)["columns"][3].update(formula="[本行.数额]"),
            ("sections", 1, "fields", 0, "columns", 3, "formula"),
            "数额",
        ),
        (lambda d: field(d, 0, 0).update(formula='"甲"'), None, ""),
        (lambda d: d["checks"][0].update(formula="[收入]<"), ("checks", 0, "formula"), "费用不得超过收入"),
        (lambda d: d["checks"][0].update(formula="1=1"), ("checks", 0, "formula"), "费用不得超过收入"),
        (lambda d: d["checks"][0].update(tier="hard"), ("checks", 0, "tier"), "hard"),
        (lambda d: d["checks"][0].update(anchor="nowhere"), ("checks", 0), "费用不得超过收入"),
        (lambda d: field(d, 0, 2).update(formula="[自筹]"), None, ""),
    ],
)
def test_a_formula_that_cannot_be_used_is_named_with_its_place(
    change: Any, place: tuple[Any, ...] | None, says: str
) -> None:
    found = problems(change)

    if place is None:
        assert not found
        return
    assert [one for one, _text in found] == [place]
    assert says in found[0][1]


def test_formulas_in_a_circle_are_named_one_after_the_other() -> None:
    found = problems(lambda d: field(d, 1, 1).update(formula="[占比]*2"))

    assert len(found) == 1
    assert "占比" in found[0][1]
    assert "总额 → " in found[0][1] or " → 总额" in found[0][1]


def test_a_question_that_decides_about_itself_is_a_circle() -> None:
    assert len(problems(lambda d: field(d, 0, 1).update(visible='[原因]="x"'))) == 1


def test_a_field_whose_answer_no_formula_can_give_is_refused() -> None:
    found = problems(lambda d: field(d, 1, 0).update(formula="1"))

    assert found[0][0] == ("sections", 1, "fields", 0, "formula")
