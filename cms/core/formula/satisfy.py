"""Can a condition ever be true, or is it always? Sound and bounded: None when in doubt.

Every field that is only compared with constants has few values that matter: its options, the constants, what lies
between and beyond them, and blank. All of them are tried with the real evaluator. Parts that are not so simple count
as free: true, false or an error.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from cms.core.formula.errors import ErrorValue, Failure
from cms.core.formula.evaluate import compiled, outcome
from cms.core.formula.limits import MAX_DIGITS
from cms.core.formula.name_index import Name
from cms.core.formula.names import Names
from cms.core.formula.nodes import Binary, Call, Node, Ref, Reference, Text, Truth, Unary, as_json, children
from cms.core.formula.nodes import Number as NumberNode
from cms.core.formula.parse import Formula
from cms.core.formula.values import EXACT, dated, folded, numeric, truth

MOST_CASES = 4_000
_MOST_LISTED = 6
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_FAR = Decimal("9" * MAX_DIGITS)
_FIRST_LETTER = "\0"
_SOMETHING = "\u2060"  # a text that nobody has as an option
_FREE = "?"


@dataclass
class _Situation:
    """An environment in which the references have chosen values."""

    chosen: Mapping[Ref, Any]
    today: date = date(2025, 1, 1)

    def value(self, field_id: str) -> Any:
        return self.chosen.get(Ref("field", field_id))

    def row(self, column_id: str) -> Any:
        return self.chosen.get(Ref("row", column_id))

    def up(self, column_id: str) -> Any:
        return self.chosen.get(Ref("up", column_id))

    def line(self, row_id: str) -> Any:
        return self.chosen.get(Ref("line", row_id))

    def last(self, field_id: str) -> Any:
        return self.chosen.get(Ref("last", field_id))

    def column(self, table_id: str, column_id: str) -> Any:
        raise LookupError(table_id, column_id)  # a part with a column is free and never computed

    def lookup(self, table_name: str, keys: Sequence[Any]) -> Any:
        raise LookupError(table_name)

    def is_workday(self, day: date) -> bool | None:
        raise LookupError(day)

    def scores(self, field_id: str) -> Mapping[str, str]:
        raise LookupError(field_id)


@dataclass
class _Condition:
    """A condition taken apart: the same condition with free parts as references, and what each field meets."""

    names: Names
    row_of: str | None
    constants: dict[Ref, tuple[Name, list[Any]]] = field(default_factory=dict)
    free: dict[str, Ref] = field(default_factory=dict)

    def simplified(self, node: Node) -> Node:
        """Return the condition with every part that is not understood replaced by a free one."""
        if isinstance(node, Truth | NumberNode):
            return node
        if isinstance(node, Call) and node.name in ("AND", "OR", "NOT", "IF"):
            parts = tuple(self.simplified(part) for part in node.arguments)
            return Call(start=0, end=0, name=node.name, arguments=parts)
        return node if self._understood(node) else self._freed(node)

    def _freed(self, node: Node) -> Node:
        key = json.dumps(as_json(node))
        ref = self.free.setdefault(key, Ref("field", f"{_FREE}{len(self.free)}"))
        return Reference(start=0, end=0, ref=ref)

    def _understood(self, node: Node) -> bool:
        """Say whether a part compares one field with constants only, and remember with which."""
        meets = _field_and_constants(node)
        name = self.names.name_of(meets[0], self.row_of) if meets else None
        if meets is None or name is None:
            return False
        ref, constants, function = meets
        if not _fits(name, constants, function):
            return False
        self.constants.setdefault(ref, (name, []))[1].extend(constants)
        return True

    def domains(self) -> dict[Ref, list[Any]]:
        """Return the values that matter of every reference."""
        found: dict[Ref, list[Any]] = {}
        for ref, (name, constants) in self.constants.items():
            found[ref] = _domain(name, constants)
        for ref in self.free.values():
            found[ref] = [True, False, ErrorValue("#N/A")]
        return found


def _fits(name: Name, constants: Sequence[Any], function: str) -> bool:
    """Say whether the values that matter for such a comparison can be listed."""
    if name.many:
        return False
    words_only = all(isinstance(constant, str) for constant in constants)
    if name.kind == "list":
        return function in ("IN", "CONTAINS", "ISBLANK") and (bool(name.options) or words_only)
    if name.kind == "text" and not name.options:
        # "5", "5.0" and "05" are all the number 5: only comparisons with texts have few cases.
        return function != "CONTAINS" and words_only
    return name.kind in ("text", "boolean") or (name.kind in ("number", "date") and function != "CONTAINS")


def _constant(node: Node) -> Any:
    """Return the constant that a node is; an empty tuple if it is none."""
    if isinstance(node, Text | Truth | NumberNode):
        return node.value
    signed = isinstance(node, Unary) and isinstance(node.operand, NumberNode)
    dated_by_numbers = isinstance(node, Call) and node.name == "DATE"
    if signed or (dated_by_numbers and all(isinstance(part, NumberNode) for part in children(node))):
        value = outcome(compiled(node), _Situation({}))
        return () if isinstance(value, ErrorValue) else value
    return ()


def _field_and_constants(node: Node) -> tuple[Ref, list[Any], str] | None:
    """Return the one field of a comparison, what it is compared with, and the function that does it."""
    if isinstance(node, Reference):
        return (node.ref, [], "") if node.ref.kind != "column" else None
    compares = isinstance(node, Binary) and node.operator in _COMPARISONS
    asks = isinstance(node, Call) and node.name in ("IN", "CONTAINS", "ISBLANK")
    if not compares and not asks:
        return None
    parts = children(node)
    references = [part for part in parts if isinstance(part, Reference)]
    others = [_constant(part) for part in parts if not isinstance(part, Reference)]
    if len(references) != 1 or references[0].ref.kind == "column" or () in others:
        return None
    if asks and parts[0] is not references[0]:
        return None
    return references[0].ref, others, node.name if isinstance(node, Call) else ""


def _domain(name: Name, constants: Sequence[Any]) -> list[Any]:
    """Return blank and one value for each stretch that the constants leave."""
    if name.kind == "boolean":
        return [None, True, False]
    if name.kind == "list":
        return _lists(name, constants)
    if name.kind == "number":
        return [None, *_numbers(constants)]
    if name.kind == "date":
        return [None, *_dates(constants)]
    return [None, *(name.options or _texts(constants))]


def _numbers(constants: Sequence[Any]) -> Iterator[Decimal]:
    points = {Decimal(0)}
    for constant in constants:
        found = numeric(constant) if isinstance(constant, str) else constant
        if isinstance(found, Decimal):
            points.add(found)
    ordered = sorted(points)
    yield _FAR.copy_negate()
    for point, following in zip(ordered, [*ordered[1:], _FAR], strict=True):
        yield point
        yield EXACT.divide(EXACT.add(point, following), Decimal(2))
    yield _FAR


def _dates(constants: Sequence[Any]) -> Iterator[date]:
    days = {date.min.toordinal(), date.max.toordinal()}
    for constant in constants:
        found = dated(constant) if isinstance(constant, str) else constant
        if isinstance(found, date):
            days |= {found.toordinal() - 1, found.toordinal(), found.toordinal() + 1}
    yield from (date.fromordinal(one) for one in sorted(days) if 0 < one <= date.max.toordinal())


def _texts(constants: Sequence[str]) -> Iterator[str]:
    """Yield each constant, the text that directly follows it in the order of texts, and the first text of all."""
    yield _FIRST_LETTER
    for constant in dict.fromkeys(constants):
        yield constant
        yield constant + _FIRST_LETTER


def _lists(name: Name, constants: Sequence[Any]) -> list[Any]:
    """Return the combinations of the options that are named; the other options count as one."""
    named = list(dict.fromkeys(option for option in name.options if _is_named(option, constants)))
    others = [option for option in name.options if option not in named][:1]
    if not name.options:
        named = list(dict.fromkeys(str(constant) for constant in constants if isinstance(constant, str)))
        others = [_SOMETHING]
    if len(named) > _MOST_LISTED:
        return []
    found: list[Any] = [[]]
    for option in [*named, *others]:
        found += [[*chosen, option] for chosen in found]
    return found


def _is_named(option: str, constants: Sequence[Any]) -> bool:
    words = {folded(constant) for constant in constants if isinstance(constant, str)}
    return folded(option) in words or any(not isinstance(constant, str) for constant in constants)


def _can_be_true(value: Any) -> bool | None:
    """Return TRUE or FALSE; None for an error."""
    if isinstance(value, ErrorValue):
        return None
    try:
        return truth(value)
    except Failure:
        return None


def always(formula: Formula, names: Names, row_of: str | None = None) -> bool | None:
    """Return True if a condition is TRUE whatever is answered, False if it can never be TRUE, None when in doubt."""
    condition = _Condition(names, row_of)
    simple = condition.simplified(formula.root)
    domains = condition.domains()
    cases = 1
    for values in domains.values():
        cases *= len(values)
    if not 0 < cases <= MOST_CASES:
        return None
    compute = compiled(simple)
    seen: set[bool | None] = set()
    for chosen in product(*domains.values()):
        value = outcome(compute, _Situation(dict(zip(domains, chosen, strict=True))))
        seen.add(_can_be_true(value))
        if True in seen and len(seen) > 1:
            return None
    return True in seen
