"""A table of 200 rows and 12 columns on the server: read, checked and computed, against a formset of the same size."""

import datetime as dt
from typing import Any

from django import forms

from bench.measure import Result, compare, processor_time
from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.document import spec_from_document
from forms_app.engine.form_checks import findings_of
from forms_app.engine.form_env import BareWorld
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FormSpec

ROWS, TYPED, COMPUTED = 200, 8, 4
LIMIT_MS = 1000.0
# The formset computes nothing: it only reads and checks its 2,400 numbers. Measured: 1.3 times its time.
RATIO_GOAL = 1.8
TODAY = dt.date(2026, 11, 21)


def _form() -> FormSpec:
    """Return a table of twelve columns; four are computed in each row, all are summed, and a check walks the rows."""
    columns: list[dict[str, Any]] = [
        {"id": f"n{at}", "key": f"n{at}", "label": f"数{at}", "type": "number", "required": True, "total": True}
        for at in range(TYPED)
    ]
    for at in range(COMPUTED):
        earlier = f"+[本行.积{at - 1}]" if at else ""
        formula = f"[本行.数{at}]*[本行.数{at + 1}]{earlier}"
        columns.append(
            {"id": f"s{at}", "key": f"s{at}", "label": f"积{at}", "type": "number", "formula": formula, "total": True}
        )
    fields = [
        {"id": "t", "key": "t", "label": "表", "type": "table", "columns": columns, "max_items": ROWS},
        {"id": "sum", "key": "sum", "label": "总计", "type": "number", "formula": "SUM([表.积3])"},
    ]
    checks = [{"id": "k", "formula": "[本行.数0]<=[本行.积3]", "message": "数偏大"}]
    sections = [{"id": "s", "key": "s", "title": "表", "fields": fields}]
    return spec_from_document({"code": "t", "title": "t", "sections": sections, "checks": checks})


class _Row(forms.Form):
    """One row of the peer."""


for _at in range(TYPED + COMPUTED):
    _Row.base_fields[f"n{_at}"] = forms.DecimalField(max_digits=20, decimal_places=6)


def _ours() -> Any:
    spec = _form()
    section, formulas = spec.sections[0], formulas_of(spec)
    inputs: dict[str, str | list[str]] = {"t-rows": ",".join(f"r{row}" for row in range(ROWS))}
    inputs |= {f"t-r{row}-n{at}": f"{row + at}.5" for row in range(ROWS) for at in range(TYPED)}
    post, lookups = TypedInput(inputs), FixedLookups(today=TODAY)

    def validate() -> None:
        result = clean_section(section, post, lookups, {"t"}, require=True)
        state = evaluate_form(spec, {"s": result.values}, BareWorld(TODAY))
        findings = findings_of(formulas, state)
        if result.faults or findings or len(state.cells) != ROWS * COMPUTED or state.computed["sum"] is None:
            raise AssertionError(result.faults or findings)

    return validate


def _formset() -> Any:
    rows = forms.formset_factory(_Row, extra=0, max_num=ROWS)
    data = {"form-TOTAL_FORMS": str(ROWS), "form-INITIAL_FORMS": "0"}
    data |= {f"form-{row}-n{at}": f"{row + at}.5" for row in range(ROWS) for at in range(TYPED + COMPUTED)}

    def validate() -> None:
        bound = rows(data)
        if not bound.is_valid():
            raise AssertionError(bound.errors)

    return validate


def table_against_formset() -> Result:
    """Reading, checking, row formulas, totals and a check of rows; the peer only reads and checks."""
    name = "200 rows × 12 columns with row formulas, validated / Django formset of the same size without any"
    return compare(name, ours=processor_time(_ours(), 1), reference=processor_time(_formset(), 1), goal=RATIO_GOAL)


def table_within_a_second() -> Result:
    """The same against the limit."""
    took = processor_time(_ours(), 3)
    name = "200 rows × 12 columns with row formulas, validated / one second"
    return compare(name, ours=took, reference=lambda: LIMIT_MS, goal=1.0)
