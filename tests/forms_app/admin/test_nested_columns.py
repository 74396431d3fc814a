"""Tables in tables and tables with fixed rows on their way through the builder."""

import pytest

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
