"""Fields as HTML: rendered once per version from ordinary templates, cut at their slots, kept in memory."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string, select_template
from django.utils.translation import get_language

from forms_app.engine.fields import field_type
from forms_app.engine.formula_nodes import added_up
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.services.file_kinds import DEFAULT_ENDINGS
from forms_app.services.upload_check import DEFAULT_MEGABYTES
from forms_app.web.slots import OUTER, ROW, Part, calm, cut

KEPT_SECTIONS = 512
# More choices than that read in columns, where the screen has room for them.
MOST_IN_ONE_COLUMN = 5
CONTROLS = {
    "credit_code": "text",
    "phone": "text",
    "email": "text",
    "url": "text",
    "id_card": "text",
    "year": "text",
    "month": "text",
    "number": "amount",
    "money": "amount",
}
_sections: OrderedDict[tuple[str, str, str], tuple["FieldFragments", ...]] = OrderedDict()


@lru_cache(maxsize=16)
def step_parts(language: str, *, has_previous: bool, back: str, asks_files: bool) -> tuple[Part, ...]:
    """Return the form around the fields of a step, cut at its slots; rendered once per language."""
    context = {"has_previous": has_previous, "back": back, "asks_files": asks_files}
    return cut(render_to_string("forms_app/step_form.html", context))


@dataclass(frozen=True, slots=True)
class FieldFragments:
    """One field in its shapes, and one row of it if it repeats; `heading` opens a group of fields.

    `calm` is the editable shape of a field of which there is nothing to say: no fault, no remark, no conflict.
    """

    spec: FieldSpec
    editable: tuple[Part, ...]
    calm: tuple[Part, ...]
    readonly: tuple[Part, ...]
    row: tuple[Part, ...]
    # The rows of the form that are computed.
    lines: Mapping[str, tuple[Part, ...]]
    heading: str
    has_rows: bool
    has_value: bool
    neighbours: Sequence[FieldSpec] = ()
    # The same field with some of its parts as text, by those parts; made when a page first needs it.
    partial: dict[frozenset[str], "FieldFragments"] = dataclass_field(default_factory=dict)
    # One row of each table that is a column of this one, by column and its parts that are text.
    nested: dict[tuple[str, frozenset[str]], tuple[Part, ...]] = dataclass_field(default_factory=dict)

    def inner_row(self, column: FieldSpec, closed: frozenset[str]) -> tuple[Part, ...]:
        """Return one row of a table that is a column; OUTER stands for the row around it."""
        if (column.id, closed) not in self.nested:
            context = {**_inner(column, f"{self.spec.id}-{OUTER}-{column.id}"), "closed": closed}
            self.nested[column.id, closed] = cut(render_to_string("forms_app/fields/rows/table.html", context))
        return self.nested[column.id, closed]

    def without(self, closed: frozenset[str]) -> "FieldFragments":
        """Return the field with these parts shown and not asked."""
        if not closed:
            return self
        if closed not in self.partial:
            self.partial[closed] = _field(self.spec, self.heading, self.neighbours, closed)
        return self.partial[closed]


def section_fragments(sha256: str, section: SectionSpec) -> tuple[FieldFragments, ...]:
    """Return the fragments of a section; rendered once per version and language."""
    key = (sha256, section.id, get_language() or "")
    found = _sections.get(key)
    if found is None:
        found = _compile(section)
        _sections[key] = found
        if len(_sections) > KEPT_SECTIONS:
            _sections.popitem(last=False)
    return found


def _compile(section: SectionSpec) -> tuple[FieldFragments, ...]:
    compiled = []
    group = ""
    for spec in section.fields:
        heading = ""
        if spec.group and spec.group != group:
            heading = render_to_string("forms_app/fields/group_heading.html", {"group": spec.group}).strip()
        group = spec.group
        compiled.append(_field(spec, heading, section.fields))
    return tuple(compiled)


def _field(
    spec: FieldSpec, heading: str, neighbours: Sequence[FieldSpec], closed: frozenset[str] = frozenset()
) -> FieldFragments:
    kind = field_type(spec.type)
    context = {**_context(spec, neighbours), "closed": closed}
    own = "forms_app/fields/computed.html" if spec.formula else f"forms_app/fields/{spec.type}.html"
    template = select_template([own, "forms_app/fields/single.html"])
    editable = cut(template.render(context))
    return FieldFragments(
        spec=spec,
        editable=editable,
        calm=calm(editable),
        readonly=cut(render_to_string("forms_app/fields/readonly.html", context)),
        row=cut(render_to_string(f"forms_app/fields/rows/{spec.type}.html", context)) if kind.has_rows else (),
        lines=_lines(spec, context),
        heading=heading,
        has_rows=kind.has_rows,
        has_value=kind.has_value,
        neighbours=neighbours,
    )


def _context(spec: FieldSpec, neighbours: Sequence[FieldSpec]) -> dict[str, Any]:
    return {
        "field": spec,
        "name": spec.id,
        "help_id": f"{spec.id}-help" if spec.help else "",
        "control": control_template(spec),
        "limit": spec.max_length,
        "row_name": f"{spec.id}-{ROW}",
        "cascade": spec.cascade,
        "above": _above(spec, neighbours),
        "columns": _columns(spec, f"{spec.id}-{ROW}"),
        "has_totals": any(column.total for column in spec.columns),
        "has_nested": any(column.type == "table" for column in spec.columns),
        "in_columns": len(spec.choices) > MOST_IN_ONE_COLUMN and not any(one.text for one in spec.choices),
        "endings": spec.accept or DEFAULT_ENDINGS,
        "megabytes": spec.max_size_mb or DEFAULT_MEGABYTES,
    }


def _columns(spec: FieldSpec, row: str) -> list[dict[str, Any]]:
    """Return the columns of a table; `row` is what the names of a row's inputs begin with."""
    return [
        {
            "spec": column,
            "name": f"{row}-{column.id}",
            "control": control_template(column),
            "help_id": f"{spec.id}-{column.id}-help" if column.help else "",
            "cascade": f"{row}-{column.cascade}" if column.cascade else "",
            "above": _above(column, spec.columns),
            "inner": _inner(column, f"{row}-{column.id}") if column.type == "table" else None,
        }
        for column in spec.columns
    ]


def _inner(column: FieldSpec, name: str) -> dict[str, Any]:
    """Return what the template of a table within a row needs."""
    return {"field": column, "name": name, "row_name": f"{name}-{ROW}", "columns": _columns(column, f"{name}-{ROW}")}


def _lines(spec: FieldSpec, context: Mapping[str, Any]) -> dict[str, tuple[Part, ...]]:
    """Return the rows that the form computes: numbers as outputs, nothing where there is nothing to compute."""
    computed = [row.id for row in spec.rows if row.formula]
    if not computed:
        return {}
    columns = [
        {
            **column,
            "blank": not (column["spec"].formula or added_up(column["spec"])),
            "control": "forms_app/fields/controls/computed.html",
        }
        for column in context["columns"]
    ]
    parts = cut(render_to_string("forms_app/fields/rows/matrix.html", {**context, "columns": columns}))
    return dict.fromkeys(computed, parts)


def _above(spec: FieldSpec, neighbours: Sequence[FieldSpec]) -> FieldSpec | None:
    """Return the field on which the options of `spec` depend."""
    return next((one for one in neighbours if spec.cascade and one.id == spec.cascade), None)


def control_template(spec: FieldSpec) -> str:
    """Return the template of the bare control of a field whose answer is one text."""
    if spec.formula:
        return "forms_app/fields/controls/computed.html"
    return f"forms_app/fields/controls/{CONTROLS.get(spec.type, spec.type)}.html"
