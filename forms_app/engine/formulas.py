"""The formulas of a form: parsed once per version, in the order in which they depend on each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cms.core.formula import Formula, Names, Ref, inner_rows
from forms_app.engine.fields import field_type, field_types
from forms_app.engine.formula_nodes import Node, Step, columns_of, parsed, tables_in, whole, written_formulas
from forms_app.engine.per_form import PerForm
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A check that can be evaluated: where its message stands, and the table that it walks row by row."""

    spec: CheckSpec
    section: str
    anchor: str
    table: str
    formula: Formula


class FormFormulas:
    """All formulas of one form. `steps` come in an order in which each finds ready what it reads."""

    def __init__(self, spec: FormSpec) -> None:
        self.spec = spec
        # Made when somebody wants to see a formula with labels (form_names.names_for).
        self.names: Names | None = None
        self.fields: dict[str, FieldSpec] = {}
        self.section_of: dict[str, str] = {}
        for section, one in spec.fields():
            self.fields[one.id] = one
            self.section_of[one.id] = section.id
            for part in field_type(one.type).formula_parts(one) if one.type in field_types() else ():
                self.fields[part.id] = part
                self.section_of[part.id] = section.id
            for table_id, table in tables_in(one):
                self.fields.setdefault(table_id, replace(table, id=table_id))
                self.section_of.setdefault(table_id, section.id)
        self.conditional = frozenset(section.id for section in spec.sections if section.visible)
        steps = {step.node: step for step in _steps(spec)}
        self._reads = {node: self.needs(step.formula, step.row_of) for node, step in steps.items()}
        for node in steps:
            if node.kind in ("value", "cell", "cell_asked", "line"):
                self._reads[node] |= self._askers(node.id) & steps.keys()
        order = _ordered({node: reads & steps.keys() for node, reads in self._reads.items()})
        self.steps = tuple(steps[node] for node in order)
        self.in_cycle = frozenset(steps.keys() - set(order))
        self.tables = frozenset(name for step in self.steps for name in step.formula.tables)
        self.checks = tuple(self._checks())
        self.tables |= frozenset(name for check in self.checks for name in check.formula.tables)
        self.has_totals = any(column.total for one in self.fields.values() for column in one.columns)
        self.live = bool(self.steps or self.checks or self.has_totals)

    def needs(self, formula: Formula, row_of: str = "") -> frozenset[Node]:
        """Return the nodes whose outcome a formula reads, and those that decide whether it has a value at all."""
        found: set[Node] = set()
        for ref in formula.refs:
            found |= self._behind(ref, row_of)
        return frozenset(found)

    def _behind(self, ref: Ref, row_of: str) -> set[Node]:
        if ref.kind == "last":
            return set()
        if ref.kind == "line":
            columns = self.fields[whole(row_of)].columns if whole(row_of) in self.fields else ()
            asked = {Node("cell_asked", whole(row_of), column.id) for column in columns}
            return asked | {Node("line", whole(row_of), ref.id)}
        if ref.kind in ("row", "up"):
            return self._cells(row_of if ref.kind == "row" else whole(row_of), ref.id, lines=True)
        nodes = set(self._askers(ref.id))
        if ref.kind == "column":
            return nodes | self._cells(ref.id, ref.column, lines=False)
        table, _colon, cell = ref.id.partition(":")
        row, _colon, column_id = cell.partition(":")
        if column_id:
            return nodes | {*self._cells(table, column_id, lines=False), Node("line", table, row)}
        spec = self.fields.get(ref.id)
        for column in spec.columns if spec else ():
            nodes |= self._cells(ref.id, column.id, lines=True)
        return nodes | {Node("value", ref.id)}

    def _cells(self, table: str, column: str, *, lines: bool) -> set[Node]:
        """Return what decides the cells of a column, or of a column of the tables in the rows.

        `lines` says that cells of rows which the form computes count too.
        """
        inner, colon, deep = column.partition(":")
        if colon:
            within = {Node("cell", f"{table}:{inner}", deep), Node("cell_asked", f"{table}:{inner}", deep)}
            return within | {Node("cell_asked", table, inner)}
        found = {Node("cell", table, column), Node("cell_asked", table, column)}
        spec = self.fields.get(table)
        return found | {Node("line", table, row.id) for row in spec.rows} if lines and spec else found

    def _askers(self, field_id: str) -> frozenset[Node]:
        """Return what decides whether a field is asked."""
        deciders = {Node("cell_asked", *field_id.split(":"))} if field_id.count(":") == 1 else set()
        field_id = whole(field_id)
        section = self.section_of.get(field_id, "")
        deciders.add(Node("asked", field_id))
        return frozenset(deciders | {Node("section", section)} if section in self.conditional else deciders)

    def wanted(self, sections: Collection[str]) -> frozenset[Node]:
        """Return the steps that these sections need: their own, those of their checks, and all that lies behind."""
        waiting = [step.node for step in self.steps if step.section in sections]
        for check in self.checks:
            if check.section in sections:
                waiting.extend(self.needs(check.formula, check.table))
        found: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if node in found or node not in self._reads:
                continue
            found.add(node)
            waiting.extend(self._reads[node])
        return frozenset(found)

    def typed_behind(self, formula: Formula, row_of: str = "") -> frozenset[str]:
        """Return the fields that people type and that decide what the formula comes to, however indirectly."""
        waiting, seen = [(formula, row_of)], set()
        typed: set[str] = set()
        steps = {step.node: step for step in self.steps}
        while waiting:
            one, table = waiting.pop()
            for ref in one.refs:
                field_id = table if ref.kind in ("row", "up", "line") else ref.id
                spec = self.fields.get(whole(field_id))
                if ref.kind != "last" and spec is not None and not spec.formula:
                    typed.add(spec.id)
            for node in self.needs(one, table):
                step = steps.get(node)
                if step is not None and node not in seen:
                    seen.add(node)
                    waiting.append((step.formula, step.row_of))
        return frozenset(typed)

    @cached_property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """Return, by section, the other sections in which something is computed, asked or checked from its answers."""
        found: dict[str, set[str]] = {section.id: set() for section in self.spec.sections}
        readers = [(step.section, step.formula, step.row_of) for step in self.steps]
        readers += [(check.section, check.formula, check.table) for check in self.checks]
        for section, formula, table in readers:
            for field_id in self.typed_behind(formula, table):
                found[self.section_of[field_id]].add(section)
        return {section: frozenset(readers - {section}) for section, readers in found.items()}

    def cycles(self) -> list[tuple[Node, ...]]:
        """Return formulas that wait for each other, each cycle once."""
        left = set(self.in_cycle)
        found: list[tuple[Node, ...]] = []
        while left:
            path: list[Node] = []
            node = min(left)
            while node not in path:
                path.append(node)
                node = min(self._reads[node] & self.in_cycle)
            cycle = tuple(path[path.index(node) :])
            if left & set(cycle):
                found.append(cycle)
            left -= set(path)
        return found

    def _checks(self) -> Iterator[FormCheck]:
        for spec in self.spec.checks:
            formula = parsed(spec.formula)
            if formula is None:
                continue
            table = row_table(self.spec, formula, spec.anchor)
            anchor = spec.anchor if spec.anchor in self.fields else whole(table) or _first_field(formula, self.fields)
            if anchor:
                yield FormCheck(spec, self.section_of[anchor], anchor, table, formula)


# The formulas of a form, compiled once.
formulas_of = PerForm(FormFormulas)


def _steps(spec: FormSpec) -> Iterator[Step]:
    for one in written_formulas(spec):
        formula = parsed(one.text)
        if formula is not None:
            yield Step(one.owner, one.section, formula)


def _ordered(reads: Mapping[Node, Collection[Node]]) -> list[Node]:
    """Return the nodes so that each stands behind what it reads; a cycle, and what reads it, is left out."""
    waiting = {node: len(set(below)) for node, below in reads.items()}
    readers: dict[Node, list[Node]] = {}
    for node, below in reads.items():
        for one in set(below):
            readers.setdefault(one, []).append(node)
    ready = [node for node, count in waiting.items() if not count]
    order: list[Node] = []
    for node in ready:
        order.append(node)
        for reader in readers.get(node, ()):
            waiting[reader] -= 1
            if not waiting[reader]:
                ready.append(reader)
    return order


def row_table(spec: FormSpec, formula: Formula, anchor: str = "") -> str:
    """Return the table whose row the formula reads ([本行.列]), the anchor's if it fits; "" if it reads none."""
    rows, above = ({ref.id for ref in formula.refs if ref.kind == kind} for kind in ("row", "up"))
    if not rows and not above:
        return ""
    fitting = [
        table_id
        for _section, one in spec.fields()
        for table_id, table in tables_in(one)
        if rows <= _names_in(table) and above <= (_names_in(one) if table_id != one.id else set())
    ]
    at_anchor = (table_id for table_id in fitting if whole(table_id) == anchor)
    return next(at_anchor, next(iter(fitting), ""))


def _names_in(table: FieldSpec) -> set[str]:
    """Return what [本行.…] can name in a table: its columns, and those of the tables in its rows."""
    columns = columns_of(table)
    return {one.id for one in columns} | {inner_rows(one.id, deep.id) for one in columns for deep in one.columns}


def _first_field(formula: Formula, known: Mapping[str, FieldSpec]) -> str:
    named = sorted(ref.id for ref in formula.refs if ref.kind in ("field", "column") and ref.id in known)
    order = list(known)
    return min(named, key=order.index, default="")
