"""Between a form's JSON and its dataclasses nothing is lost."""

from dataclasses import fields

from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.document import shape_problems, spec_from_document
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec

COLUMN = FieldSpec(
    id="c1",
    key="amount",
    label="金额",
    type="number",
    min_value="0",
    max_value="99.5",
    formula="[row.#c2]*2",
    total=True,
)
FIELD = FieldSpec(
    id="f1",
    key="costs",
    label="费用",
    type="table",
    columns=(COLUMN,),
    rows=(FixedRow("r1", "软件"),),
    choices=(Choice("a", "甲", parent="p", score="1.5"),),
    code_list="industry",
    cascade="f0",
    directory="provider",
    visible="[#f0]=1",
)
CHECK = CheckSpec(
    id="k1",
    formula="[#f1]>0",
    message="费用须大于0",
    tier="explain",
    anchor="f1",
    min_explanation=8,
    refused_phrases=("核实无误",),
)
SECTION = SectionSpec(id="s1", key="costs", title="费用", visible="TRUE", fields=(FIELD,))
FORM = FormSpec(code="x", title="表", sections=(SECTION,), checks=(CHECK,))


def test_a_form_comes_back_from_its_json_as_it_was():
    assert spec_from_json(spec_to_json(FORM)) == FORM


def test_every_attribute_of_a_check_and_of_a_fixed_row_is_written_down():
    written = spec_to_json(FORM)
    assert set(written["checks"][0]) == {one.name for one in fields(CheckSpec)}
    assert written["sections"][0]["fields"][0]["rows"] == [{"id": "r1", "label": "软件"}]


def test_a_file_may_name_fixed_rows_and_checks_shortly():
    document = {
        "code": "x",
        "title": "表",
        "checks": [{"formula": "TRUE", "message": "对"}],
        "sections": [
            {
                "key": "a",
                "title": "甲",
                "fields": [{"key": "m", "label": "矩阵", "type": "table", "rows": ["第一行", {"label": "第二行"}]}],
            }
        ],
    }
    assert shape_problems(document) == []
    spec = spec_from_document(document)
    rows = spec.sections[0].fields[0].rows
    assert [one.label for one in rows] == ["第一行", "第二行"]
    assert len({one.id for one in rows} | {spec.checks[0].id}) == 3
