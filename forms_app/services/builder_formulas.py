"""Formulas in the builder: typed with labels, stored with ids, shown again with the labels of the day."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from cms.core.formula import computed_lines, inner_rows, to_labels
from forms_app.admin.formula_input import TypedFormula
from forms_app.engine.document_formulas import with_ids
from forms_app.engine.form_names import names_of
from forms_app.engine.spec import FormSpec
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import spec_of_definition

# Which attributes of a section, field, column or check are formulas.
FORMULAS = ("formula", "visible")


def formulas_resolve(definition: FormDefinition) -> None:
    """Turn the labels in the formulas of a form that was typed into ids; what cannot be read stays as it was typed.

    A formula that nobody touched keeps its ids, whatever the fields that it reads are called by now.
    """
    spec = with_ids(spec_of_definition(definition))
    for value, written, _table in _pairs(definition, spec):
        for name in FORMULAS:
            if value.get(name):
                value[name] = getattr(written, name)


def formulas_shown(definition: FormDefinition) -> Mapping[str, StreamValue]:
    """Return copies of the streams `sections` and `checks` whose formulas say the labels of the form as it stands."""
    copy = FormDefinition(code=definition.code, title=definition.title)
    for stream in ("sections", "checks"):
        stored = getattr(definition, stream)
        setattr(copy, stream, stored.stream_block.to_python(json.loads(json.dumps(stored.get_prep_value()))))
    spec = spec_of_definition(copy)
    names = names_of(spec)
    for value, _written, table in _pairs(copy, spec):
        for name in FORMULAS:
            stored = value.get(name)
            if stored:
                text = to_labels(stored, names, table or None)
                value[name] = TypedFormula(text, stored if text != stored else "")
    return {"sections": copy.sections, "checks": copy.checks}


def _pairs(definition: FormDefinition, spec: FormSpec) -> Iterator[tuple[Any, Any, str]]:
    """Yield every value of the streams that can have formulas, its counterpart in the form, and the table around it."""
    for section, section_spec in zip(definition.sections, spec.sections, strict=True):
        yield section.value, section_spec, ""
        for field, field_spec in zip(section.value["fields"], section_spec.fields, strict=True):
            yield field.value, field_spec, ""
            yield from _columns(field.value, field_spec, field_spec.id)
            for row, row_spec in zip(field.value.get("rows") or (), field_spec.rows, strict=False):
                yield row, row_spec, computed_lines(field_spec.id)
    for check, check_spec in zip(definition.checks, spec.checks, strict=True):
        yield check.value, check_spec, ""


def _columns(value: Any, spec: Any, table: str) -> Iterator[tuple[Any, Any, str]]:
    for column, column_spec in zip(value.get("columns") or (), spec.columns, strict=False):
        yield column.value, column_spec, table
        yield from _columns(column.value, column_spec, inner_rows(table, column_spec.id))


def formulas_changed(value: Any, change: Callable[[str], str]) -> None:
    """Change the stored formulas of a section, field or column; text that was typed since stays."""
    for name in FORMULAS:
        formula = value.get(name)
        ids = getattr(formula, "ids", formula) or ""
        if ids:
            shown = str(formula) if isinstance(formula, TypedFormula) else change(ids)
            value[name] = TypedFormula(shown, change(ids))
