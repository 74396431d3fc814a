"""Why this number, why is this not asked: a formula in words, with what was put in."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cms.core.formula import ErrorValue, Formula, Ref, to_labels
from cms.core.numerals import decimals_of, grouped
from forms_app.engine.form_names import names_for
from forms_app.engine.form_state import FormState
from forms_app.engine.formulas import FormFormulas, Node, Step

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
    return _why(formulas, state, step, seen)


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


def _why(formulas: FormFormulas, state: FormState, step: Step, seen: Collection[str] | None) -> Why:
    names = names_for(formulas)
    parts = []
    left_out = False
    for ref in sorted(step.formula.refs):
        if seen is not None and ref.kind != "last" and formulas.section_of.get(ref.id, "") not in {*seen, ""}:
            left_out = True
            continue
        label = names.spelling(ref, step.row_of or None)
        parts.append(Part(label, "" if ref.kind == "row" else _text(_value(state, ref)), "/".join(ref)))
    text = formula_text(formulas, step.formula, step.row_of)
    return Why(text, tuple(parts), state.errors.get(step.node.id), left_out)


def _value(state: FormState, ref: Ref) -> Any:
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
