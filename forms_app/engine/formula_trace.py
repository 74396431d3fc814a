"""Why this number, why is this not asked: a formula in words, with what was put in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cms.core.formula import ErrorValue, Formula, Ref, to_labels
from cms.core.numerals import decimals_of, grouped
from forms_app.engine.form_checks import Finding
from forms_app.engine.form_env import Row
from forms_app.engine.form_names import names_for
from forms_app.engine.form_state import FormState
from forms_app.engine.formula_nodes import Node, Step, whole
from forms_app.engine.formulas import FormFormulas

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a formula reads: its name, what it is now ("" if blank), and the id to follow it by."""

    label: str
    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Why:
    """A formula with labels, what was put in, and why there is no result (a message id with params), if there is none.

    `hidden` says that parts were left out because the reader may not see them.
    """

    formula: str
    parts: tuple[Part, ...] = ()
    error: ErrorValue | None = None
    hidden: bool = False


def why(formulas: FormFormulas, state: FormState, node: Node, seen: Collection[str] | None = None) -> Why | None:
    """Return how a node comes to what it is; None if no formula decides it. `seen` limits the sections told of."""
    step = next((one for one in formulas.steps if one.node == node), None)
    if step is None:
        return None
    state.env.current = {}
    return _why(formulas, state, step, seen)


def why_in_rows(formulas: FormFormulas, state: FormState, step: Step) -> Iterator[tuple[Row, Why]]:
    """Yield every row for which a step computed a cell, and how it came about there."""
    for row in state.env.rows(step.node.id):
        if step.node.kind != "line" or row["id"] == step.node.column:
            state.env.current = row
            found = _why(formulas, state, step, None)
            place = "/".join((whole(step.node.id), row["id"], step.node.column))
            yield row, replace(found, error=state.errors.get(place))
    state.env.current = {}


def why_it_fails(formulas: FormFormulas, state: FormState, finding: Finding) -> Why:
    """Return what a check that does not hold looked at."""
    check = finding.check
    rows = state.env.rows(check.table) if check.table else []
    state.env.current = next((row for row in rows if row["id"] == finding.row_id), {})
    node = Node("cell", check.table) if check.table else Node("value", check.anchor)
    found = _why(formulas, state, Step(node, check.section, check.formula), None)
    state.env.current = {}
    return replace(found, error=None)


def why_not_asked(formulas: FormFormulas, state: FormState, field_id: str) -> list[Why]:
    """Return the conditions because of which a field is not asked: its section's, its own, or both."""
    section = formulas.section_of.get(field_id, "")
    found = []
    if section in state.hidden_sections:
        found.append(why(formulas, state, Node("section", section)))
    if field_id in state.hidden_fields:
        found.append(why(formulas, state, Node("asked", field_id)))
    return [one for one in found if one is not None]


def formula_text(formulas: FormFormulas, formula: Formula, row_of: str = "") -> str:
    """Return a formula as people see it, with = before it as in Excel."""
    return f"={to_labels(formula.text, names_for(formulas), row_of or None)}"


def computed_in(formulas: FormFormulas, table: str) -> list[tuple[str, str]]:
    """Return what is computed in the rows of a table, each with its formula as people see it."""
    steps = [step for step in formulas.steps if step.node.kind in ("cell", "line") and whole(step.node.id) == table]
    return [(_label_in(formulas, step.node), formula_text(formulas, step.formula, step.row_of)) for step in steps]


def _label_in(formulas: FormFormulas, node: Node) -> str:
    spec = formulas.fields[node.id]
    labels = {one.id: one.label for one in spec.columns} | {row.id: row.label for row in spec.rows}
    label = labels.get(node.column, "")
    return f"{spec.label} / {label}" if ":" in node.id else label


def _why(formulas: FormFormulas, state: FormState, step: Step, seen: Collection[str] | None) -> Why:
    names = names_for(formulas)
    parts = []
    left_out = False
    for ref in sorted(step.formula.refs):
        if seen is not None and ref.kind != "last" and formulas.section_of.get(ref.id, "") not in {*seen, ""}:
            left_out = True
            continue
        label = names.spelling(ref, step.row_of or None)
        parts.append(Part(label, "" if ref.kind == "line" else _text(_value(state, ref)), "/".join(ref)))
    text = formula_text(formulas, step.formula, step.row_of)
    return Why(text, tuple(parts), state.errors.get(step.node.id), left_out)


def _value(state: FormState, ref: Ref) -> Any:
    if ref.kind in ("row", "up"):
        return state.env.row(ref.id) if ref.kind == "row" else state.env.up(ref.id)
    if ref.kind == "column":
        return state.env.column(ref.id, ref.column)
    return state.env.last(ref.id) if ref.kind == "last" else state.env.value(ref.id)


def _text(value: Any) -> str:
    if isinstance(value, list):
        shown = "、".join(_text(one) or "—" for one in value[:MOST_SHOWN])
        return f"{shown}…（{len(value)}）" if len(value) > MOST_SHOWN else shown
    if isinstance(value, Decimal):
        return grouped(value, decimals_of(value))
    return "" if value is None or isinstance(value, ErrorValue) else str(value)
