"""What differs between two states of a form."""

from dataclasses import replace

from forms_app.engine.form_diff import Change, Detail, form_diff
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FormSpec, SectionSpec

A = FieldSpec(id="fa", key="a", label="甲", type="number")
B = FieldSpec(id="fb", key="b", label="乙", type="number", formula="[#fa]*2")
C = FieldSpec(id="fc", key="c", label="丙", type="radio", choices=(Choice("是", "是"),))
T = FieldSpec(id="ft", key="t", label="表", type="table", columns=(replace(A, id="ca"),))
ONE = SectionSpec(id="s1", key="s1", title="一", fields=(A, B, C, T))
TWO = SectionSpec(id="s2", key="s2", title="二")
FORM = FormSpec(code="c", title="表单", sections=(ONE, TWO))


def with_fields(*fields: FieldSpec, two: tuple[FieldSpec, ...] = ()) -> FormSpec:
    return replace(FORM, sections=(replace(ONE, fields=fields), replace(TWO, fields=two)))


def test_the_same_form_differs_in_nothing() -> None:
    assert form_diff(FORM, FORM) == []


def test_a_renamed_field_is_one_changed_attribute_and_its_formulas_stay_the_same() -> None:
    changes = form_diff(FORM, with_fields(replace(A, label="新甲"), B, C, T))
    assert changes[0] == Change("field", "changed", "新甲", "一", (Detail("label", "甲", "新甲"),))
    assert [one.details for one in changes[1:]] == [(Detail("formula", "[甲]*2", "[新甲]*2"),)]


def test_added_and_removed_fields_are_told() -> None:
    changes = form_diff(FORM, with_fields(A, B, T, replace(C, id="fnew", label="丁")))
    assert [(one.kind, one.label) for one in changes] == [("added", "丁"), ("removed", "丙")]


def test_a_field_in_another_section_has_moved() -> None:
    changes = form_diff(FORM, with_fields(A, B, T, two=(C,)))
    assert changes == [Change("field", "moved", "丙", "二", (Detail("section", "一", "二"),))]


def test_only_the_field_that_was_dragged_has_moved() -> None:
    changes = form_diff(FORM, with_fields(T, A, B, C))
    assert [(one.kind, one.label) for one in changes] == [("moved", "表")]


def test_options_columns_and_checks_are_compared() -> None:
    options = replace(C, choices=(*C.choices, Choice("否", "否", score="1")))
    table = replace(T, columns=(replace(T.columns[0], type="text"),))
    check = CheckSpec(id="k", formula="[#fa]>[#fb]", message="甲大于乙", anchor="fa")
    changes = form_diff(FORM, replace(with_fields(A, B, options, table), checks=(check,)))
    assert (changes[0].label, changes[0].details) == ("丙", (Detail("choices", "是", "是\n否（score=1）"),))
    assert (changes[1].what, changes[1].where, changes[1].details) == (
        "column",
        "表",
        (Detail("type", "number", "text"),),
    )
    assert Detail("formula", "", "[甲]>[乙]") in changes[2].details
    assert Detail("anchor", "", "甲") in changes[2].details
