"""Formulas of a form: what is computed, asked and checked, and in which order."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.compile import spec_from_json
from forms_app.engine.document import spec_from_document
from forms_app.engine.explanations import Explanation, explained, explanation_refusal
from forms_app.engine.form_checks import findings_of
from forms_app.engine.form_env import BareWorld
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec, SectionSpec
from tests.forms_app.engine.forms import BASIC, BUDGET, COSTS, MORE, TODAY, budget, row, state_of

TWO = [row("r1", "服务器", "3", "105000.00"), row("r2", "软件", "2", "2000000.00")]


def test_a_row_a_total_and_another_section_are_computed_from_what_was_typed() -> None:
    state = state_of({"f-costs": TWO, "f-income": "40000000.00"})

    assert state.cells == {("f-costs", "r1", "c-sum"): "315000.00", ("f-costs", "r2", "c-sum"): "4000000.00"}
    assert state.totals == {("f-costs", "c-sum"): "4315000.00"}
    assert state.computed["f-total"] == "4315000.00"
    assert state.computed["f-rate"] == "10.79"
    assert state.computed["f-words"] == "人民币肆佰叁拾壹万伍仟元整"


def test_a_division_by_zero_has_no_value_and_says_why() -> None:
    state = state_of({"f-costs": TWO})

    assert state.computed["f-rate"] is None
    assert state.errors["f-rate"].code == "#DIV/0!"


def test_a_question_is_asked_only_while_its_condition_holds() -> None:
    assert "f-why" in state_of({}).hidden_fields
    assert "f-why" in state_of({"f-kind": "甲"}).hidden_fields
    assert "f-why" not in state_of({"f-kind": "乙"}).hidden_fields


def test_a_hidden_section_hides_its_fields_and_their_values_count_as_blank() -> None:
    small = state_of({"f-costs": TWO, "f-loan": "10000.00"})
    large = state_of({"f-costs": [row("r1", "产线", "1", "9000000.00")], "f-loan": "1000000.00"})

    assert MORE.id in small.hidden_sections
    assert {"f-loan", "f-net"} <= small.hidden_fields
    assert small.env.value("f-loan") is None
    assert MORE.id not in large.hidden_sections
    assert large.computed["f-net"] == "8000000.00"


def test_a_cell_is_asked_only_in_the_rows_in_which_its_condition_holds() -> None:
    state = state_of({"f-costs": TWO})

    assert state.hidden_cells == {("f-costs", "r1", "c-note")}
    assert state.hides("f-costs-r1-c-note")
    assert not state.hides("f-costs-r2-c-note")


def test_what_is_handed_in_lacks_what_was_not_asked() -> None:
    answers = {"f-kind": "甲", "f-why": "旧话", "f-costs": [{**TWO[0], "c-note": "旧话"}]}
    state = state_of(answers)

    assert state.asked_only(BASIC, {"f-kind": "甲", "f-why": "旧话"}) == {"f-kind": "甲"}
    assert state.asked_only(COSTS, {"f-costs": answers["f-costs"]}) == {"f-costs": [TWO[0]]}
    assert state.asked_only(MORE, {"f-loan": "1.00"}) == {}


def test_one_section_gets_what_it_needs_and_no_more() -> None:
    answers = {"f-costs": TWO, "f-income": "40000000.00"}
    state = state_of(answers, only=[BASIC.id])

    assert state.computed["f-rate"] == "10.79"
    assert "f-words" not in state.computed


def test_a_section_knows_whom_its_answers_concern() -> None:
    formulas = formulas_of(budget())

    assert formulas.dependents[COSTS.id] == {BASIC.id, MORE.id}
    assert formulas.dependents[BASIC.id] == frozenset()


def checks(answers: dict[str, Any], **options: Any) -> list[tuple[str, str, str]]:
    state = state_of(answers, **options)
    faults = [one.fault() for one in findings_of(formulas_of(budget()), state)]
    return [(one.check, one.severity, one.path) for one in faults]


def test_a_check_waits_until_the_answers_that_it_compares_are_given() -> None:
    assert ("k-over", "error", "f-income") not in checks({"f-costs": TWO})
    assert ("k-over", "error", "f-income") in checks({"f-costs": TWO, "f-income": "10000.00"})


def test_a_check_of_rows_names_the_row_and_the_cell_that_was_typed() -> None:
    assert ("k-dear/r2", "explain", "f-costs-r2-c-price") in checks({"f-costs": TWO})


def test_a_comparison_with_last_year_waits_for_last_year() -> None:
    answers = {"f-income": "15000000.00"}

    assert not checks(answers)
    assert checks(answers, last={"f-income": "10000000.00"}) == [("k-year", "explain", "f-income")]
    assert not checks(answers, last={"f-income": "14000000.00"})


def test_a_check_at_a_hidden_question_says_nothing() -> None:
    document = {**BUDGET, "checks": [{"id": "k", "formula": "1=2", "message": "坏", "anchor": "why"}]}
    spec = spec_from_document(document)
    hidden = evaluate_form(spec, {BASIC.id: {"f-kind": "甲"}}, BareWorld(TODAY))
    shown = evaluate_form(spec, {BASIC.id: {"f-kind": "乙"}}, BareWorld(TODAY))

    assert not findings_of(formulas_of(spec), hidden)
    assert len(findings_of(formulas_of(spec), shown)) == 1


def test_a_formula_that_asks_whether_something_is_blank_does_not_wait_for_it() -> None:
    check = {"id": "k", "formula": 'NOT(AND(ISBLANK([收入]),[类型]="甲"))', "message": "甲类须填收入"}
    spec = spec_from_document({**BUDGET, "checks": [check]})
    state = evaluate_form(spec, {BASIC.id: {"f-kind": "甲"}}, BareWorld(TODAY))

    assert [one.key for one in findings_of(formulas_of(spec), state)] == ["k"]


def test_an_explanation_holds_until_the_numbers_change() -> None:
    formulas = formulas_of(budget())

    def finding(price: str) -> Any:
        state = state_of({"f-costs": [row("r2", "软件", "2", price)]})
        return next(one for one in findings_of(formulas, state) if one.key == "k-dear/r2")

    written = Explanation("进口设备价格较高", finding("2000000.00").basis)
    assert explained(finding("2000000.00"), None).blocks
    assert not explained(finding("2000000.00"), written).blocks
    assert explained(finding("2000001.00"), written).blocks


def test_empty_phrases_and_short_texts_explain_nothing() -> None:
    check = CheckSpec(id="k", formula="", message="", min_explanation=4, refused_phrases=("情况属实", "无"))

    assert explanation_refusal(check, "进口 。") == "too_short"
    assert explanation_refusal(check, "情况属实。") == "refused"
    assert explanation_refusal(check, "情况属实，情况属实！无") == "refused"
    assert explanation_refusal(check, "进口设备") is None
    assert explanation_refusal(check, "因" * 1001) == "too_long"


def chain(length: int) -> FormSpec:
    first = FieldSpec(id="a0", key="a0", label="起点", type="number")
    rest = [
        FieldSpec(id=f"a{at}", key=f"a{at}", label=f"第{at}步", type="number", formula=f"[#a{at - 1}]+1")
        for at in range(1, length)
    ]
    return FormSpec(code="c", title="链", sections=(SectionSpec("s", "s", "段", fields=(*reversed(rest), first)),))


def test_a_long_chain_is_computed_in_its_order_wherever_the_fields_stand() -> None:
    state = evaluate_form(chain(400), {"s": {"a0": "1"}}, BareWorld(TODAY))

    assert state.computed["a399"] == "400"
    assert not state.errors


def test_formulas_in_a_circle_are_named_and_have_no_value() -> None:
    spec = chain(4)
    section = spec.sections[0]
    fields = [replace(one, formula="[#a3]") if one.id == "a1" else one for one in section.fields]
    spec = replace(spec, sections=(replace(section, fields=tuple(fields)),))
    formulas = formulas_of(spec)

    assert sorted(node.id for node in formulas.cycles()[0]) == ["a1", "a2", "a3"]
    assert evaluate_form(spec, {"s": {"a0": "1"}}, BareWorld(TODAY)).errors["a1"].code == "#REF!"


amounts = st.one_of(st.none(), st.decimals(0, 10**6, places=2, allow_nan=False).map(lambda one: f"{one:.2f}"))
counts = st.one_of(st.none(), st.integers(0, 1000).map(str))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts, amounts), max_size=8), amounts, st.sampled_from([None, "甲", "乙"]))
def test_whatever_is_typed_the_total_is_the_sum_of_its_rows_and_writing_it_back_changes_nothing(
    rows: list[tuple[str | None, str | None]], income: str | None, kind: str | None
) -> None:
    table = [
        {"id": f"r{at}", "c-name": "项", **{k: v for k, v in (("c-count", n), ("c-price", p)) if v is not None}}
        for at, (n, p) in enumerate(rows)
    ]
    answers: dict[str, Any] = {"f-costs": table} if table else {}
    answers |= {name: value for name, value in (("f-income", income), ("f-kind", kind)) if value is not None}
    state = state_of(answers)
    parts = [Decimal(state.cells["f-costs", one["id"], "c-sum"]) for one in table]

    assert Decimal(state.computed["f-total"] or 0) == sum(parts, Decimal(0))
    again = {**answers, **state.with_computed(COSTS, answers)}
    second = state_of(again)
    assert (second.computed, second.cells, second.totals) == (state.computed, state.cells, state.totals)
    for section in (BASIC, COSTS, MORE):
        part = state_of(again, only=[section.id])
        assert {k: v for k, v in state.computed.items() if k in part.computed} == part.computed
        assert part.hidden_fields <= state.hidden_fields


def test_a_version_without_formulas_has_nothing_to_evaluate() -> None:
    plain = spec_from_json({"code": "p", "title": "p", "sections": [{"id": "s", "key": "s", "title": "s"}]})

    assert not formulas_of(plain).live
