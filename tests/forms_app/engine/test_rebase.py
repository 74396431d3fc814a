"""A form that is published again carries every answer along, or keeps it readable."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.answers import TypedInput, clean_section, section_inputs
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.rebase import Rebased, apply, plan
from forms_app.engine.spec import Choice, FieldSpec, FixedRow, FormSpec, SectionSpec
from tests.forms_app.engine.form_edits import Answers, Workshop, places_of, texts_of

LOOKUPS = FixedLookups(regions={}, attachments={}, today=dt.date(2026, 11, 21))


def form(
    *fields: FieldSpec, second: tuple[FieldSpec, ...] = (), parties: tuple[str, ...] = ("enterprise",)
) -> FormSpec:
    sections = (SectionSpec("s1", "s1", "一", fields=fields), SectionSpec("s2", "s2", "二", parties, fields=second))
    return FormSpec(code="x", title="表", sections=(sections[0], replace(sections[1], parties=parties, number="")))


def question(type_: str = "text", id_: str = "f", **more: Any) -> FieldSpec:
    return FieldSpec(id_, id_, f"题{id_}", type_, **more)


def rebased(old: FormSpec, new: FormSpec, answers: Answers, rejected: Answers | None = None) -> Rebased:
    return apply(plan(old, new, answers, rejected), answers, rejected)


OPTIONS = (Choice("甲", "甲", text="optional"), Choice("乙", "乙"))


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_no_sequence_of_edits_loses_a_value(data: st.DataObject) -> None:
    workshop = Workshop(data.draw)
    for _index in range(4):
        workshop.edit()
    answers: Answers = {}
    drawer: set[tuple[str, str]] = set()
    ever: set[tuple[str, str]] = set()
    for _round in range(data.draw(st.integers(1, 3))):
        workshop.fill(answers)
        ever |= places_of(answers)
        old = workshop.spec
        for _edit in range(data.draw(st.integers(1, 5))):
            workshop.edit()
        result = rebased(old, workshop.spec, answers)
        drawer |= {(one.spec.id, text) for one in result.retired for text in texts_of(one.value)}
        assert ever <= places_of(result.answers) | drawer
        assert_page_keeps_all(workshop.spec, result.answers)
        answers = result.answers


def assert_page_keeps_all(spec: FormSpec, answers: Answers) -> None:
    """Show every section and save it as it stands: what a page cannot show would be lost with the next save."""
    assert set(answers) <= {section.id for section in spec.sections}
    for section in spec.sections:
        own = answers.get(section.id, {})
        assert set(own) <= {one.id for one in section.fields}
        typed = {one.id for one in section.fields if not one.formula}
        saved = clean_section(section, TypedInput(section_inputs(section, own)), LOOKUPS, typed)
        kept = {*texts_of(list(saved.values.values())), *texts_of(list(saved.rejected.values()))}
        assert {
            text for name, value in own.items() if name in typed for text in typed_texts(section, name, value)
        } <= kept


def typed_texts(section: SectionSpec, name: str, value: Any) -> set[str]:
    """Return the texts of an answer without those in computed columns: nobody types these."""
    spec = next(one for one in section.fields if one.id == name)
    return set(texts_of(without_computed(spec, value)))


def without_computed(spec: FieldSpec, value: Any) -> Any:
    if spec.type not in ("table", "matrix"):
        return value
    typed = {one.id: one for one in spec.columns if not one.formula}
    return [{c: without_computed(typed[c], v) for c, v in row.items() if c in typed} for row in value]


def test_a_renamed_and_moved_field_takes_its_answer_along() -> None:
    old = form(question(), second=(question(id_="g"),))
    new = form(second=(question(id_="g"), replace(question(), label="新名")))

    made = plan(old, new, {"s1": {"f": "答"}}, {"s1": {"g": "未收"}})

    assert apply(made, {"s1": {"f": "答"}}).answers == {"s2": {"f": "答"}}
    assert made.moves == {"f": "s2"}
    assert [(one.spec.id, one.attributes, one.moved_from.id) for one in made.changed if one.moved_from] == [
        ("f", ("label",), "s1")
    ]


def test_nobodys_words_become_those_of_another_party() -> None:
    result = rebased(form(question()), form(second=(question(),), parties=("county",)), {"s1": {"f": "企业的话"}})

    assert result.answers == {}
    assert [(one.section.id, one.value) for one in result.retired] == [("s1", "企业的话")]


@pytest.mark.parametrize(
    ("type_", "value", "stays", "goes"),
    [
        ("radio", "甲", None, "甲"),
        ("select", "乙", "乙", None),
        ("radio_with_text", {"value": "甲", "text": "话"}, None, {"value": "甲", "text": "话"}),
        (
            "checkbox",
            {"selected": ["甲", "乙"], "texts": {"甲": "话"}},
            {"selected": ["乙"], "texts": {}},
            {"selected": ["甲"], "texts": {"甲": "话"}},
        ),
        ("before_after", {"before": "甲", "after": "乙"}, {"after": "乙"}, {"before": "甲"}),
    ],
)
def test_only_what_a_removed_option_said_goes_to_the_drawer(type_: str, value: Any, stays: Any, goes: Any) -> None:
    before = question(type_, choices=OPTIONS)
    result = rebased(form(before), form(replace(before, choices=OPTIONS[1:])), {"s1": {"f": value}})

    assert result.answers.get("s1", {}).get("f") == stays
    assert [one.value for one in result.retired] == ([] if goes is None else [goes])


def test_a_table_loses_the_cells_of_its_removed_columns_and_nothing_else() -> None:
    inner = question("table", "n", columns=(question(id_="x"), question(id_="y")))
    before = question("table", columns=(question(id_="a"), question(id_="b"), inner))
    after = replace(before, columns=(before.columns[0], replace(inner, columns=inner.columns[:1])))
    rows = [{"id": "r1", "a": "一", "b": "二", "n": [{"id": "q1", "x": "三", "y": "四"}]}, {"id": "r2", "b": "五"}]

    result = rebased(form(before), form(after), {"s1": {"f": rows}})

    assert result.answers == {"s1": {"f": [{"id": "r1", "a": "一", "n": [{"id": "q1", "x": "三"}]}]}}
    [gone] = result.retired
    assert gone.value == [{"id": "r1", "b": "二", "n": [{"id": "q1", "y": "四"}]}, {"id": "r2", "b": "五"}]
    assert [one.id for one in gone.spec.columns] == ["b", "n"]
    assert gone.still_asked


def test_a_row_that_the_form_no_longer_names_is_kept_with_its_name() -> None:
    before = question("matrix", columns=(question(id_="a"),), rows=(FixedRow("r1", "产值"), FixedRow("r2", "能耗")))
    result = rebased(form(before), form(replace(before, rows=before.rows[:1])), {"s1": {"f": [{"id": "r2", "a": "9"}]}})

    assert result.answers == {}
    assert result.retired[0].value == [{"id": "r2", "a": "9"}]
    assert result.retired[0].spec.rows == before.rows


def test_what_was_typed_and_not_accepted_follows_its_field_or_is_kept_with_it() -> None:
    table = question("table", "t", columns=(question(id_="c-a"), question(id_="c-b")))
    old = form(question(), question(id_="g"), table)
    new = form(question(id_="g"), replace(table, columns=table.columns[:1]))
    typed: Answers = {"s1": {"f": "超", "g": "长", "t-rows": "r1", "t-r1-c-a": "甲", "t-r1-c-b": "乙"}}

    result = rebased(old, new, {}, typed)

    assert result.rejected == {"s1": {"g": "长", "t-rows": "r1", "t-r1-c-a": "甲"}}
    assert [(one.spec.id, dict(one.typed)) for one in result.retired] == [("f", {"f": "超"}), ("t", {"t-r1-c-b": "乙"})]


def test_a_field_that_is_computed_now_keeps_what_was_typed_into_it() -> None:
    result = rebased(form(question()), form(replace(question(), formula='"x"')), {"s1": {"f": "手填"}})

    assert result.answers == {}
    assert [one.value for one in result.retired] == ["手填"]


def test_the_same_form_changes_nothing() -> None:
    same = form(question(), question("radio", "g", choices=OPTIONS))
    answers: Answers = {"s1": {"f": "答", "g": "甲"}}
    made = plan(same, same, answers)

    assert (made.added, made.changed, made.gone, made.retired, dict(made.moves)) == ((), (), (), (), {})
    assert apply(made, answers).answers == answers
