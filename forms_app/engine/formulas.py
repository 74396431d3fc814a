"""The formulas of a form: parsed once per version, in the order in which they depend on each other."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from cms.core.formula import Formula, FormulaError, Names, Ref, parse
from forms_app.engine.fields import field_type, field_types
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec, SectionSpec

# "section" and "asked": is it asked at all; "value" and "cell": what was computed for a field or a column of a table;
# "cell_asked": is a cell of this column asked in this row.
Kind = Literal["section", "asked", "value", "cell", "cell_asked"]
CACHED_FORMS = 256


class Node(NamedTuple):
    """What a formula decides: the kind, the section or field, and the column of a table."""

    kind: Kind
    id: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One formula with what it decides, and the section that it belongs to."""

    node: Node
    section: str
    formula: Formula

    @property
    def row_of(self) -> str:
        """Return the table whose rows the formula is computed for, "" if it is computed once."""
        return self.node.id if self.node.kind in ("cell", "cell_asked") else ""


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A check that can be evaluated: where its message stands, and the table that it walks row by row."""

    spec: CheckSpec
    section: str
    anchor: str
    table: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Written:
    """A formula as the form holds it: whose it is, its text, what it must come to, and the table of its rows."""

    owner: Node
    section: str
    text: str
    want: Literal["boolean", "value"]
    row_of: str = ""


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
        self.conditional = frozenset(section.id for section in spec.sections if section.visible)
        steps = {step.node: step for step in _steps(spec)}
        self._reads = {node: self.needs(step.formula, step.row_of) for node, step in steps.items()}
        for node in steps:
            if node.kind in ("value", "cell", "cell_asked"):
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
        if ref.kind == "row":
            return {Node("cell", row_of, ref.id), Node("cell_asked", row_of, ref.id)}
        nodes = set(self._askers(ref.id))
        if ref.kind == "column":
            return nodes | {Node("cell", ref.id, ref.column), Node("cell_asked", ref.id, ref.column)}
        spec = self.fields.get(ref.id)
        for column in spec.columns if spec else ():
            nodes |= {Node("cell", ref.id, column.id), Node("cell_asked", ref.id, column.id)}
        return nodes | {Node("value", ref.id)}

    def _askers(self, field_id: str) -> frozenset[Node]:
        """Return what decides whether a field is asked."""
        field_id = field_id.partition(":")[0]
        section = self.section_of.get(field_id, "")
        deciders = {Node("asked", field_id)}
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
                field_id = table if ref.kind == "row" else ref.id
                spec = self.fields.get(field_id.partition(":")[0])
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
            anchor = spec.anchor if spec.anchor in self.fields else table or _first_field(formula, self.fields)
            if anchor:
                yield FormCheck(spec, self.section_of[anchor], anchor, table, formula)


_forms: OrderedDict[int, tuple[FormSpec, FormFormulas]] = OrderedDict()


def formulas_of(spec: FormSpec) -> FormFormulas:
    """Return the formulas of a form, compiled once: a compiled version is one object per sha256."""
    kept = _forms.get(id(spec))
    if kept is not None and kept[0] is spec:
        return kept[1]
    made = FormFormulas(spec)
    _forms[id(spec)] = (spec, made)
    if len(_forms) > CACHED_FORMS:
        _forms.popitem(last=False)
    return made


def parsed(text: str) -> Formula | None:
    """Return the formula, None where there is none or it cannot be read: publishing has said so."""
    if not text:
        return None
    try:
        return parse(text)
    except FormulaError:
        return None


def written_formulas(spec: FormSpec) -> Iterator[Written]:
    """Yield every formula of the form but those of its checks."""
    for section in spec.sections:
        if section.visible:
            yield Written(Node("section", section.id), section.id, section.visible, "boolean")
        for one in section.fields:
            yield from _of_field(section, one)


def _of_field(section: SectionSpec, one: FieldSpec) -> Iterator[Written]:
    if one.visible:
        yield Written(Node("asked", one.id), section.id, one.visible, "boolean")
    if one.formula:
        yield Written(Node("value", one.id), section.id, one.formula, "value")
    for column in one.columns:
        if column.visible:
            yield Written(Node("cell_asked", one.id, column.id), section.id, column.visible, "boolean", one.id)
        if column.formula:
            yield Written(Node("cell", one.id, column.id), section.id, column.formula, "value", one.id)


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
    columns = {ref.id for ref in formula.refs if ref.kind == "row"}
    if not columns:
        return ""
    tables = [one.id for _section, one in spec.fields() if columns <= {column.id for column in columns_of(one)}]
    return anchor if anchor in tables else next(iter(tables), "")


def columns_of(spec: FieldSpec) -> tuple[FieldSpec, ...]:
    """Return the columns that formulas can name, also of types whose columns are fixed."""
    return field_type(spec.type).formula_columns(spec) if spec.type in field_types() else ()


def _first_field(formula: Formula, known: Mapping[str, FieldSpec]) -> str:
    named = sorted(ref.id for ref in formula.refs if ref.kind in ("field", "column") and ref.id in known)
    order = list(known)
    return min(named, key=order.index, default="")
