"""XLSForms as they are written out there: what is taken over means the same here, what is not is named."""

import pytest

from cms.core.formula import to_labels
from forms_app.engine.check import form_problems
from forms_app.engine.compile import spec_to_json
from forms_app.engine.form_names import names_of
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.xlsform.read import XlsForm, form_from
from forms_app.xlsform.table import sheets_from
from forms_app.xlsform.write import xlsform_bytes
from tests.forms_app.xlsform.workbooks import (
    FOREIGN_SURVEY,
    KOBO_CHOICES,
    KOBO_SETTINGS,
    KOBO_SURVEY,
    ODK_CHOICES,
    ODK_SURVEY,
    YES_NO,
    workbook,
)

ODK = workbook(ODK_SURVEY, ODK_CHOICES, {"form_title": "调查", "form_id": "survey"})
KOBO = workbook(KOBO_SURVEY, KOBO_CHOICES, KOBO_SETTINGS)


def read(content: bytes) -> XlsForm:
    return form_from(sheets_from(content))


@pytest.fixture(scope="module")
def odk() -> FormSpec:
    made = read(ODK)
    assert made.spec is not None, made.errors
    return made.spec


def fields_of(spec: FormSpec) -> dict[str, FieldSpec]:
    found = {}
    for _section, one in spec.fields():
        found[one.key] = one
        for column in one.columns:
            found |= {column.key: column, **{inner.key: inner for inner in column.columns}}
    return found


def row_of(name: str, survey=ODK_SURVEY) -> int:
    return next(index for index, row in enumerate(survey, start=2) if row["name"] == name)


@pytest.mark.parametrize("content", [ODK, KOBO])
def test_what_was_read_can_be_published(content: bytes) -> None:
    spec = read(content).spec
    assert spec is not None
    assert [problem for problem in form_problems(spec) if problem.blocks] == []


@pytest.mark.parametrize("content", [ODK, KOBO])
def test_what_was_read_goes_out_and_comes_back_the_same(content: bytes) -> None:
    spec = read(content).spec
    assert spec is not None
    again = read(xlsform_bytes(spec)).spec
    assert again is not None
    assert spec_to_json(again) == spec_to_json(spec)


def test_a_condition_of_a_group_holds_for_each_of_its_questions(odk: FormSpec) -> None:
    fields = fields_of(odk)
    shown = {key: to_labels(fields[key].visible, names_of(odk)) for key in ("fields", "why", "spent", "line")}
    assert shown == {
        "fields": '[是否试点企业]="yes"',
        "why": 'AND([是否试点企业]="yes",CONTAINS([应用场景],"other"))',
        "spent": 'AND([是否试点企业]="yes",[职工人数]>100)',
        "line": '[是否试点企业]="yes"',
    }
    assert fields["why"].group == "试点情况"
    assert fields["spent"].group == "试点情况"


def test_a_condition_within_a_repeat_is_asked_row_by_row(odk: FormSpec) -> None:
    fields = fields_of(odk)
    table = fields["line"]
    assert to_labels(fields["sum"].visible, names_of(odk), table.id) == "NOT(ISBLANK([本行.产线名称]))"
    assert to_labels(fields["machine"].visible, names_of(odk), table.id) == "NOT(ISBLANK([本行.产线名称]))"
    machine_name = fields["machine_name"].id
    assert fields["price"].visible == f"NOT(ISBLANK([row.#{machine_name}]))"
    assert (table.min_items, table.max_items) == (3, 3)


def test_patterns_bounds_and_defaults_are_attributes(odk: FormSpec) -> None:
    fields = fields_of(odk)
    assert (fields["code"].pattern, fields["code"].pattern_message) == ("^[0-9]{6}$", "邮政编码是6位数字。")
    assert (fields["name"].max_length, fields["name"].required) == (60, True)
    assert (fields["pilot"].default, fields["staff"].default) == ("no", "10")
    assert (fields["staff"].min_value, fields["staff"].max_value) == ("1", "5000")
    rating = fields["rating"]
    assert (rating.min_value, rating.max_value, rating.decimals) == ("", "10", 0)
    assert [one.type for one in (fields["month"], fields["why"], fields["sure"], fields["moment"])] == [
        "month",
        "textarea",
        "declaration",
        "date",
    ]
    assert fields["hour"].pattern


def test_constraints_that_say_more_become_checks_with_their_message(odk: FormSpec) -> None:
    checks = {check.message: to_labels(check.formula, names_of(odk)) for check in odk.checks}
    assert checks == {
        "成立日期不能晚于今天。": "[成立日期]<=TODAY()",
        "应用场景": "COUNTA([应用场景])<=2",
        "试点企业须填投入。": 'OR(NOT([是否试点企业]="yes"),NOT(ISBLANK([投入])))',
    }


def test_answers_within_texts_become_the_labels_of_their_questions(odk: FormSpec) -> None:
    assert fields_of(odk)["told"].label == "“企业名称”已成立“age”年"


def test_whatever_is_taken_over_otherwise_is_told_with_row_and_column() -> None:
    found = {(one.row, one.column) for one in read(ODK).problems}
    assert found == {
        (row_of("start"), "type"),
        (row_of("told"), "label"),
        (row_of("line_name"), "default"),
        (row_of("machine"), "repeat_count"),
        (row_of("rating"), "parameters"),
        (row_of("hour"), "type"),
        (row_of("moment"), "type"),
        (row_of("listed"), "appearance"),
    }


def test_of_several_languages_the_chinese_one_counts_and_cascades_reach_over_three_levels() -> None:
    made = read(KOBO)
    assert made.spec is not None, made.errors
    fields = fields_of(made.spec)
    assert [one.label for one in fields.values()] == ["省份", "城市", "县区"]
    assert [one.label for one in fields["province"].choices] == ["江苏", "浙江"]
    assert fields["county"].cascade == fields["city"].id
    assert [one.parent for one in fields["county"].choices] == ["nj", "hz"]
    told = {(one.sheet, one.row, one.column) for one in made.problems}
    assert told == {
        ("survey", 1, "label::english (en)"),
        ("survey", 1, "media::image"),
        ("survey", 1, "bind::oc:itemgroup"),
        ("survey", 5, "disabled"),
        ("settings", 1, "style"),
    }


def test_what_has_no_counterpart_is_refused_with_row_and_column_once() -> None:
    made = read(workbook(FOREIGN_SURVEY, YES_NO))
    assert made.spec is None
    places = [(one.row, one.column) for one in made.errors]
    expected = [
        ("place", "type"),
        ("filed", "type"),
        ("order", "type"),
        ("digits", "constraint"),
        ("back", "constraint"),
        ("pulled", "calculation"),
        ("hidden_group", "relevant"),
        ("answered", "default"),
        ("matrix", "type"),
        ("film", "type"),
    ]
    assert sorted(places) == sorted((row_of(name, FOREIGN_SURVEY), column) for name, column in expected)
