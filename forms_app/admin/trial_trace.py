"""Why a trial is as it is: every condition, computed value and failed check, and what lies behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.core.formula import ErrorValue
from forms_app.engine.display import display_parts
from forms_app.engine.formula_nodes import Node, Step, added_up, whole
from forms_app.engine.formula_trace import Part, Why, why, why_in_rows, why_it_fails
from forms_app.engine.spec import FieldSpec
from forms_app.selectors.filling import Filling

# How far the parts of parts are followed, and how many rows of a table are told of.
DEEPEST, MOST_ROWS = 4, 20


@dataclass(frozen=True)
class Reason:
    """One line of the trace: what it is about, what it came to, its formula in words, and what was put in.

    `fails` marks a check that does not hold.
    """

    label: str
    outcome: str
    formula: str
    parts: tuple["ReasonPart", ...] = ()
    fails: bool = False


@dataclass(frozen=True)
class ReasonPart:
    """One thing that a formula reads, and how that came about if it is computed itself."""

    label: str
    text: str
    behind: Reason | None = None


def trace_of(filling: Filling) -> list[Reason]:
    """Return the checks that do not hold, then all conditions and computed values in the order of computing."""
    return [*_failing(filling), *(reason for step in filling.formulas.steps for reason in _reasons(filling, step))]


def _failing(filling: Filling) -> Iterator[Reason]:
    for one in filling.findings:
        found = why_it_fails(filling.formulas, filling.state, one)
        where = _("row %(number)s") % {"number": one.row} if one.row else one.label
        yield Reason(
            f"{one.check.spec.message}（{where}）", _("does not hold"), found.formula, _parts(filling, found), True
        )


def _reasons(filling: Filling, step: Step) -> Iterator[Reason]:
    kind = step.node.kind
    if kind in ("section", "asked", "value"):
        made = _reason(filling, step.node, 0)
        if made is not None:
            yield made
        return
    for number, (row, found) in enumerate(why_in_rows(filling.formulas, filling.state, step), start=1):
        if number > MOST_ROWS:
            return
        place = (whole(step.node.id), row["id"])
        for spec, label in _cells(filling, step, row):
            outcome = _cell_outcome(filling, (*place, spec.id), spec, found, asked=kind == "cell_asked")
            yield Reason(label, outcome, found.formula, _parts(filling, found))


def _cells(filling: Filling, step: Step, row: dict[str, Any]) -> Iterator[tuple[FieldSpec, str]]:
    """Yield the columns that a step decides in a row, each with its place in words."""
    table = filling.formulas.fields[step.node.id]
    rows = filling.state.env.rows(step.node.id)
    named = {one.id: one.label for one in table.rows}
    place = named.get(row["id"]) or _("row %(number)s") % {"number": rows.index(row) + 1}
    for column in table.columns:
        computed = (
            added_up(column) and not column.formula if step.node.kind == "line" else column.id == step.node.column
        )
        if computed:
            yield column, f"{table.label} / {place} / {column.label}"


def _cell_outcome(filling: Filling, place: tuple[str, str, str], spec: FieldSpec, found: Why, *, asked: bool) -> str:
    if asked or place in filling.state.hidden_cells:
        return _("not asked") if place in filling.state.hidden_cells else _("asked")
    if found.error is not None:
        return found.error.text(_)
    return display_parts(spec, filling.state.cells.get(place), filling.lookups)[0] or "—"


def _reason(filling: Filling, node: Node, depth: int) -> Reason | None:
    found = why(filling.formulas, filling.state, node)
    if found is None:
        return None
    label = filling.spec.section(node.id).title if node.kind == "section" else filling.formulas.fields[node.id].label
    return Reason(label, _outcome(filling, node), found.formula, _parts(filling, found, depth))


def _outcome(filling: Filling, node: Node) -> str:
    state = filling.state
    if node.kind == "section":
        return _("not asked") if node.id in state.hidden_sections else _("asked")
    if node.kind == "asked":
        return _("not asked") if node.id in state.hidden_fields else _("asked")
    error = state.errors.get(node.id)
    if isinstance(error, ErrorValue):
        return error.text(_)
    spec = filling.formulas.fields[node.id]
    return display_parts(spec, state.computed.get(node.id), filling.lookups)[0] or "—"


def _parts(filling: Filling, found: Why, depth: int = 0) -> tuple[ReasonPart, ...]:
    return tuple(ReasonPart(one.label, one.text, _behind(filling, one, depth)) for one in found.parts)


def _behind(filling: Filling, part: Part, depth: int) -> Reason | None:
    """Return how a part came about, if it is a field that is computed, or one that is not asked."""
    kind, field_id, *_column = part.ref.split("/")
    if kind != "field" or depth >= DEEPEST:
        return None
    node = Node("asked" if field_id in filling.state.hidden_fields else "value", field_id)
    return _reason(filling, node, depth + 1)
