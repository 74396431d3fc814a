"""A form that goes out as XLSForm and comes back is the same form, also what XLSForm itself cannot hold."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import FormSpec
from forms_app.xlsform.columns import OWN, SURVEY
from forms_app.xlsform.read import form_from
from forms_app.xlsform.table import sheets_from
from forms_app.xlsform.write import xlsform_bytes
from tests.forms_app.engine.specs import sheet
from tests.forms_app.xlsform.strategies import forms


def back(spec: FormSpec) -> FormSpec:
    read = form_from(sheets_from(xlsform_bytes(spec)))
    assert read.spec is not None, read.errors
    assert not read.errors
    return read.spec


def test_the_official_sheet_comes_back_as_it_went() -> None:
    assert spec_to_json(back(sheet())) == spec_to_json(sheet())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spec=forms())
def test_any_form_comes_back_as_it_went(spec: FormSpec) -> None:
    assert spec_to_json(back(spec)) == spec_to_json(spec)


def test_what_others_can_read_stands_in_their_columns() -> None:
    rows = {row.get("name"): row for row in sheets_from(xlsform_bytes(sheet()))[SURVEY].rows}
    assert rows["basic"].get("type") == "begin_group"
    assert rows["profile"].get("constraint") == "string-length(.) <= 500"
    assert rows["revenue"].get("type") == "decimal"
    assert rows["revenue"].get("constraint") == ". >= 0"
    assert rows["ownership"].get("type") == "select_one ownership"
    assert rows["sub_industry"].get("appearance") == "minimal"
    assert rows["provider_eval"].get("type") == "begin_repeat"


def edited(spec: FormSpec, name: str, column: str, text: str) -> FormSpec:
    """Return the form after somebody changed one cell in Excel."""
    book = load_workbook(io.BytesIO(xlsform_bytes(spec)))
    survey = book[SURVEY]
    heads = [cell.value for cell in survey[1]]
    for row in survey.iter_rows(min_row=2):
        if row[heads.index("name")].value == name:
            row[heads.index(column)].value = text
    target = io.BytesIO()
    book.save(target)
    read = form_from(sheets_from(target.getvalue()))
    assert read.spec is not None, read.errors
    return read.spec


def field_of(spec: FormSpec, key: str):
    return next(one for _section, one in spec.fields() if one.key == key)


@pytest.mark.parametrize(
    ("column", "text", "attribute", "value"),
    [
        ("label", "单位名称", "label", "单位名称"),
        ("constraint", "string-length(.) <= 40", "max_length", 40),
        ("relevant", "${revenue} > 5", "visible", "[#{revenue}]>5"),
        (f"{OWN}indexed", "", "indexed", False),
    ],
)
def test_what_is_edited_in_excel_counts_and_the_rest_stays(
    column: str, text: str, attribute: str, value: object
) -> None:
    before = field_of(sheet(), "enterprise_name")
    after = field_of(edited(sheet(), "enterprise_name", column, text), "enterprise_name")
    if isinstance(value, str):
        value = value.replace("{revenue}", field_of(sheet(), "revenue").id)
    assert getattr(after, attribute) == value
    assert replace(after, **{attribute: getattr(before, attribute)}) == before


def test_a_type_edited_in_excel_counts_and_the_id_stays() -> None:
    after = field_of(edited(sheet(), "revenue", "type", "text"), "revenue")
    assert (after.type, after.id) == ("text", field_of(sheet(), "revenue").id)
