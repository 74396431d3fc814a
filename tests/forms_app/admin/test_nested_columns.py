"""Tables in tables and tables with fixed rows on their way through the builder."""

from dataclasses import replace

import pytest

from forms_app.admin.blocks import sections_block
from forms_app.engine.document import spec_from_document
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import definition_fill, spec_of_definition

pytestmark = pytest.mark.django_db

INNER = {
    "key": "products",
    "label": "产品",
    "type": "table",
    "columns": [{"key": "n", "label": "名称", "type": "text"}],
}
DOCUMENT = {
    "code": "nested",
    "title": "表",
    "sections": [
        {
            "key": "s",
            "title": "部分",
            "fields": [
                {"key": "scenes", "label": "场景", "type": "table", "columns": [INNER]},
                {
                    "key": "matrix",
                    "label": "指标",
                    "type": "matrix",
                    "rows": ["联网率", "能耗"],
                    "columns": [{"key": "y", "label": "2025年", "type": "number", "total": True}],
                },
            ],
        }
    ],
}


def test_the_builder_keeps_tables_in_tables_and_fixed_rows_as_they_are() -> None:
    spec = spec_from_document(DOCUMENT)
    definition = FormDefinition(code=spec.code, title=spec.title)
    definition_fill(definition, spec)
    assert spec_of_definition(definition) == spec


@pytest.mark.row("JS-69")
def test_a_column_has_an_input_for_its_stage_and_a_column_within_a_row_has_none() -> None:
    blocks = sections_block().child_blocks["section"].child_blocks["fields"].child_blocks
    for outer in ("table", "matrix"):
        assert "stage" in blocks[outer].child_blocks["columns"].child_blocks["number"].child_blocks
    inner = blocks["table"].child_blocks["columns"].child_blocks["table"].child_blocks["columns"]
    assert "stage" not in inner.child_blocks["number"].child_blocks
    spec = spec_from_document(DOCUMENT)
    section = spec.sections[0]
    scenes, matrix = section.fields
    later = replace(matrix, columns=tuple(replace(one, stage="after") for one in matrix.columns))
    staged = replace(spec, sections=(replace(section, fields=(scenes, later)),))
    definition = FormDefinition(code=spec.code, title=spec.title)
    definition_fill(definition, staged)
    assert spec_of_definition(definition) == staged
    stored = definition.sections[0].value["fields"][1].value["columns"][0].value
    assert (stored["stage"], "stage" in (stored["rest"] or {})) == ("after", False)
