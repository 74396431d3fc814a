"""The checks of a form: rules over several answers, in three tiers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cms.core.audit import sha256_of
from cms.core.formula import Formula, Ref, evaluate
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.form_env import ABOVE, FormEnv, Row
from forms_app.engine.form_state import FormState
from forms_app.engine.formula_nodes import columns_of, whole
from forms_app.engine.formulas import FormCheck, FormFormulas
from forms_app.engine.spec import FieldSpec

# Kinds of answers that are one value: a check waits until they are given.
SINGLE = frozenset({"number", "text", "date", "boolean"})
_SEVERITY = {"error": "error", "explain": "explain", "notice": "notice"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold, in one row if it walks rows. `basis` is the hash of the values that it looked at."""

    check: FormCheck
    path: str
    label: str
    basis: str
    row_id: str = ""
    row: int | None = None

    @property
    def key(self) -> str:
        """Return the name under which it is explained."""
        return explanation_key(self.check.spec.id, self.row_id)

    def fault(self) -> Fault:
        """Return it as a fault at its input; the words are the form's own, so nothing is translated."""
        spec = self.check.spec
        return Fault(
            code=f"check_{spec.tier}",
            message="%(text)s",
            path=self.path,
            label=self.label,
            params={"text": spec.message},
            severity=_SEVERITY.get(spec.tier, "error"),  # type: ignore[arg-type]
            row=self.row,
            check=self.key,
        )


def explanation_key(check_id: str, row_id: str = "") -> str:
    """Return the name of an explanation: `<check>` or `<check>/<row>`."""
    return f"{check_id}/{row_id}" if row_id else check_id


def findings_of(formulas: FormFormulas, state: FormState, sections: set[str] | None = None) -> list[Finding]:
    """Return the checks that do not hold; only those that stand in `sections` if they are given."""
    found: list[Finding] = []
    for check in formulas.checks:
        if sections is not None and check.section not in sections:
            continue
        if check.anchor in state.hidden_fields or whole(check.table) in state.hidden_fields:
            continue
        found.extend(_findings(check, formulas.fields[check.anchor], formulas, state.env))
    return found


def _findings(check: FormCheck, anchor: FieldSpec, formulas: FormFormulas, env: FormEnv) -> Iterator[Finding]:
    if not check.table:
        if _fails(check.formula, env):
            yield Finding(check, anchor.id, anchor.label, _basis(check.formula, env))
        return
    table = formulas.fields[check.table]
    column = _row_anchor(table, check.formula)
    for row in env.rows(table.id):
        env.current = row
        if _fails(check.formula, env):
            path = f"{whole(table.id)}-{row['id']}-{column.id}"
            number, label = _number_and_label(env, table, row, column)
            made = Finding(check, path, label, _basis(check.formula, env), row["id"])
            yield replace(made, row=number)


def _number_and_label(env: FormEnv, table: FieldSpec, row: Row, column: FieldSpec) -> tuple[int, str]:
    """Return which row it is, counted from 1; of a row within a row the outer one, and its own number in the label."""
    above = row.get(ABOVE)
    if not above:
        return env.rows(table.id).index(row) + 1, column.label
    beside = above[table.id.partition(":")[2]]
    return env.rows(whole(table.id)).index(above) + 1, f"{column.label}（{beside.index(row) + 1}）"


def _row_anchor(table: FieldSpec, formula: Formula) -> FieldSpec:
    """Return the column at which the message stands: the first that the formula names and that people type."""
    named = {ref.id for ref in formula.refs if ref.kind == "row"}
    columns = [column for column in columns_of(table) if column.id in named]
    # A check that reads the row around only stands at the first column.
    columns = columns or list(columns_of(table))
    return next((column for column in columns if not column.formula), columns[0])


def _fails(formula: Formula, env: FormEnv) -> bool:
    """Say whether a check does not hold. It waits while an answer that it needs is blank, and on errors."""
    for ref in waits_for(formula):
        spec = env.fields.get(ref.id)
        if ref.kind == "field" and spec is not None and field_type(spec.type).formula_kind not in SINGLE:
            continue
        value = _read(ref, env)
        if value is None or value == "":
            return False
    result = evaluate(formula, env)
    return result is False or (isinstance(result, Decimal) and not result)


@lru_cache(maxsize=2048)
def waits_for(formula: Formula) -> tuple[Ref, ...]:
    """Return the answers that a check waits for, lists excepted: those that it does not ask whether they are blank."""
    exempt = blank_asked(formula)
    return tuple(sorted(ref for ref in formula.refs if not _many(ref) and ref not in exempt))


def _many(ref: Ref) -> bool:
    """Say whether a reference reads a column: of a table, or of the rows within a row."""
    return ref.kind == "column" or (ref.kind in ("row", "up") and ":" in ref.id)


def blank_asked(formula: Formula) -> frozenset[Ref]:
    """Return what stands inside ISBLANK( ) in a formula."""
    found: set[Ref] = set()

    def walk(node: Any, inside: bool) -> None:
        if not isinstance(node, list) or not node:
            return
        if node[0] == "r" and inside:
            found.add(Ref(*node[1:]))
        below = inside or (node[0] == "c" and node[1] == "ISBLANK")
        for part in node[1:]:
            walk(part, below)

    walk(formula.ast, False)
    return frozenset(found)


def _read(ref: Ref, env: FormEnv) -> Any:
    if ref.kind in ("row", "up"):
        return env.row(ref.id) if ref.kind == "row" else env.up(ref.id)
    if ref.kind == "last":
        return env.last(ref.id)
    return env.value(ref.id)


def _basis(formula: Formula, env: FormEnv) -> str:
    """Return the hash of everything that a check looked at: an explanation holds as long as it stays the same."""
    looked_at = {}
    for ref in sorted(formula.refs):
        value = env.column(ref.id, ref.column) if ref.kind == "column" else _read(ref, env)
        looked_at["/".join(ref)] = _plain(value)
    return sha256_of(looked_at)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value if value is None or isinstance(value, bool) else str(value)
