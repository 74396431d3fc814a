"""What a page needs to go on computing a section while somebody types: formulas as trees, and values from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.core.formula import Formula, Ref, to_wire
from cms.core.money import UNITS
from forms_app.engine.fields import field_type
from forms_app.engine.fields.numbers import MAX_DECIMALS
from forms_app.engine.form_checks import waits_for
from forms_app.engine.form_state import FormState
from forms_app.engine.formula_nodes import Node, Step, columns_of, whole
from forms_app.engine.formulas import FormCheck, FormFormulas
from forms_app.engine.places import open_fields
from forms_app.engine.spec import FieldSpec, SectionSpec

# These ask the server: rule tables and the calendar are not sent to pages.
SERVER_ONLY = frozenset({"LOOKUP", "WORKDAY", "NETWORKDAYS"})


@dataclass(frozen=True)
class Page:
    """One section on one page: which sections its reader may see, and what may be written."""

    section: SectionSpec
    seen: frozenset[str]
    mask: frozenset[str]


def page_formulas(formulas: FormFormulas, state: FormState, page: Page) -> dict[str, Any] | None:
    """Return the formulas of a section for the browser, None if it has none.

    Values from other sections are sent only where a formula of this page reads them and the reader may see them; what
    needs more is computed on the server alone.
    """
    if not formulas.live:
        return None
    maker = _Maker(formulas, state, page)
    made = maker.made()
    return made if made["steps"] or made["checks"] or made["totals"] or made["remote"] else None


class _Maker:
    def __init__(self, formulas: FormFormulas, state: FormState, page: Page) -> None:
        self.formulas, self.state, self.page = formulas, state, page
        self.here = page.section.id
        opened = open_fields(page.mask)
        # What is open in parts only is not followed by the page: it does not know the rest. The server computes it.
        self.inputs = {one.id for one in page.section.fields if one.id in page.mask}
        self.partial = opened - page.mask
        self.computed: set[str] = set()
        self.values: dict[str, Any] = {}
        self.columns: dict[str, Any] = {}
        self.last: dict[str, Any] = {}

    def made(self) -> dict[str, Any]:
        wanted = self.formulas.wanted([self.here])
        steps = [step for step in self.formulas.steps if step.node in wanted]
        live = [step for step in steps if self._live(step)]
        for step in live:
            if step.node.kind == "value":
                self.computed.add(step.node.id)
        checks = [check for check in self.formulas.checks if check.section == self.here and self._followed(check)]
        for formula in (*(step.formula for step in live), *(check.formula for check in checks)):
            self._read(formula)
        sent = {step.node for step in live}
        remote = [_place(step.node) for step in steps if step.section == self.here and step.node not in sent]
        return {
            "today": self.state.env.today.isoformat(),
            "section": self.here,
            "fields": self._fields(),
            "steps": [self._step(step) for step in live],
            "checks": [self._check(check) for check in checks],
            "totals": [
                [one.id, column.id]
                for one in self.page.section.fields
                if one.id in self.inputs
                for column in one.columns
                if column.total
            ],
            "remote": remote,
            "values": self.values,
            "columns": self.columns,
            "last": self.last,
        }

    def _live(self, step: Step) -> bool:
        """Say whether the page can compute this, and has a reason to: it changes while this section is filled in."""
        behind = self.formulas.typed_behind(step.formula, step.row_of)
        if step.section != self.here and not any(self.formulas.section_of[one] == self.here for one in behind):
            return False
        in_rows = step.node.kind in ("cell", "cell_asked", "line")
        if in_rows and (step.section != self.here or whole(step.node.id) not in self.inputs):
            return False
        return self._computable(step.formula)

    def _followed(self, check: FormCheck) -> bool:
        return self._computable(check.formula) and (not check.table or whole(check.table) in self.inputs)

    def _computable(self, formula: Formula) -> bool:
        if formula.functions & SERVER_ONLY:
            return False
        return all(self._seen(ref) for ref in formula.refs if ref.kind in ("field", "column"))

    def _seen(self, ref: Ref) -> bool:
        if ref.id.partition(":")[0] in self.partial:
            return False
        return self.formulas.section_of.get(ref.id, self.here) in self.page.seen

    def _read(self, formula: Formula) -> None:
        env = self.state.env
        for ref in formula.refs:
            if ref.kind == "last":
                self.last[ref.id] = to_wire(env.last(ref.id))
            elif ref.kind == "field" and whole(ref.id) not in self.inputs and ref.id not in self.computed:
                self.values[ref.id] = to_wire(env.value(ref.id))
            elif ref.kind == "column" and ref.id not in self.inputs:
                self.columns[f"{ref.id}/{ref.column}"] = to_wire(env.column(ref.id, ref.column))

    def _fields(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.page.section.fields:
            if one.id in self.inputs or one.formula:
                found[one.id] = _described(one)
        for node in self.computed:
            found.setdefault(node, _described(self.formulas.fields[node]))
        return found

    def _step(self, step: Step) -> dict[str, Any]:
        return {"kind": step.node.kind, "id": step.node.id, "column": step.node.column, "ast": step.formula.ast}

    def _check(self, check: FormCheck) -> dict[str, Any]:
        single = [ref for ref in waits_for(check.formula) if ref.kind != "field" or self._single(ref.id)]
        return {
            "id": check.spec.id,
            "ast": check.formula.ast,
            "tier": check.spec.tier,
            "message": check.spec.message,
            "anchor": check.anchor,
            "table": check.table,
            "waits": [[ref.kind, ref.id] for ref in single],
        }

    def _single(self, field_id: str) -> bool:
        spec = self.formulas.fields.get(field_id)
        return spec is not None and field_type(spec.type).formula_kind not in ("list", "table", "file")


def _place(node: Node) -> list[str]:
    return [node.kind, node.id, node.column]


def _described(spec: FieldSpec) -> dict[str, Any]:
    kind = field_type(spec.type)
    made: dict[str, Any] = {"kind": kind.formula_kind, "type": spec.type, "unit": spec.unit, "label": spec.label}
    if kind.formula_kind == "number":
        made |= _number_format(spec)
    if spec.choices and spec.formula:
        made["options"] = {choice.label: choice.value for choice in spec.choices}
    scores = {choice.value: choice.score for choice in spec.choices if choice.score}
    if scores:
        made["scores"] = scores
    columns = {column.id: _described(column) for column in columns_of(spec)}
    if columns:
        made["columns"] = columns
    lines = [row.id for row in spec.rows if row.formula]
    if lines:
        made["lines"] = lines
    if spec.formula:
        made["computed"] = True
    return made


def _number_format(spec: FieldSpec) -> Mapping[str, Any]:
    """Return how many decimals a result is rounded to, and how many are shown at least."""
    if spec.type == "money":
        decimals = 2 if spec.decimals is None else spec.decimals
        fen = 2 + max(UNITS[spec.unit or "元"].adjusted(), 0)
        return {"scale": min(decimals, fen), "shown": decimals}
    decimals = MAX_DECIMALS if spec.decimals is None else min(spec.decimals, MAX_DECIMALS)
    # A computed share has all its decimals, as Percent.display writes it: 95.00%.
    shown = (spec.decimals or 0) if spec.type == "percent" and spec.formula else 0
    return {"scale": decimals, "shown": shown}


def state_of_section(state: FormState, section: SectionSpec, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what the server found for a section, to be put on an open page: outputs as text, and what is not asked."""
    own: set[str] = {one.id for one in section.fields}
    return {
        "outputs": dict(texts),
        "hidden": sorted(own & state.hidden_fields),
        "hidden_cells": ["-".join(cell) for cell in sorted(state.hidden_cells) if cell[0] in own],
    }
