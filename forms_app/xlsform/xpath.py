"""Formulas with ids → expressions of XLSForm, as far as XLSForm can say it. Pure Python."""

from collections.abc import Callable, Mapping, Sequence

from cms.core.formula import FormulaError, Ref, parse
from cms.core.formula.nodes import Binary, Call, Node, Number, Reference, Text, Truth, Unary

_OPERATORS = {"<>": "!=", "/": "div"}
_BINDS = {"=": 3, "<>": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}
_PLAIN = {
    "NOT": "not",
    "IF": "if",
    "SUM": "sum",
    "MIN": "min",
    "MAX": "max",
    "ABS": "abs",
    "INT": "int",
    "LEN": "string-length",
    "CONCAT": "concat",
    "TODAY": "today",
    "ROUND": "round",
}


class _Inexpressible(ValueError):
    """XLSForm has no way to say this."""


def expression_from(formula: str, name_of: Callable[[Ref], str | None], *, several: Mapping[str, bool]) -> str | None:
    """Return the expression that means the same, None if there is none.

    `name_of` gives the name that a reference has in the file, `several` says which fields hold several choices.
    """
    if not formula:
        return ""
    try:
        return _Writer(name_of, several).node(parse(formula).root, 0)
    except (_Inexpressible, FormulaError):
        return None


class _Writer:
    def __init__(self, name_of: Callable[[Ref], str | None], several: Mapping[str, bool]) -> None:
        self.name_of, self.several = name_of, several

    def node(self, node: Node, least: int) -> str:
        """Return a node, in brackets where what is around it binds tighter than `least`."""
        match node:
            case Number():
                made = format(node.value, "f")
            case Text():
                made = self.text(node.value)
            case Truth():
                made = "true()" if node.value else "false()"
            case Reference():
                made = self.reference(node.ref)
            case Unary(operator="-"):
                made = f"-{self.node(node.operand, 7)}"
            case Binary():
                made = self.binary(node, least)
            case Call():
                made = self.call(node, least)
            case _:
                raise _Inexpressible
        return made

    def text(self, value: str) -> str:
        if "'" in value and '"' in value:
            raise _Inexpressible
        return f'"{value}"' if "'" in value else f"'{value}'"

    def reference(self, ref: Ref) -> str:
        name = self.name_of(ref)
        if name is None:
            raise _Inexpressible
        return f"${{{name}}}"

    def binary(self, node: Binary, least: int) -> str:
        binds = _BINDS.get(node.operator)
        if binds is None:
            raise _Inexpressible
        operator = _OPERATORS.get(node.operator, node.operator)
        made = f"{self.node(node.left, binds)} {operator} {self.node(node.right, binds + 1)}"
        return f"({made})" if binds < least else made

    def call(self, node: Call, least: int) -> str:
        if node.name in ("AND", "OR"):
            binds = 2 if node.name == "AND" else 1
            made = f" {node.name.lower()} ".join(self.node(one, binds + 1) for one in node.arguments)
            return f"({made})" if binds < least else made
        if node.name == "MOD":
            left, right = node.arguments
            return f"({self.node(left, 6)} mod {self.node(right, 7)})"
        if node.name == "ISBLANK":
            return f"({self.node(node.arguments[0], 3)} = '')"
        if node.name == "COUNTA":
            return self.counted(node.arguments)
        if node.name == "CONTAINS":
            return self.contains(node.arguments)
        if node.name not in _PLAIN:
            raise _Inexpressible
        return f"{_PLAIN[node.name]}({', '.join(self.node(one, 0) for one in node.arguments)})"

    def counted(self, arguments: Sequence[Node]) -> str:
        """count-selected() of the options of one question, count() of a column."""
        if len(arguments) != 1 or not isinstance(arguments[0], Reference):
            raise _Inexpressible
        ref = arguments[0].ref
        function = "count-selected" if ref.kind != "column" and self.several.get(ref.id, False) else "count"
        return f"{function}({self.node(arguments[0], 0)})"

    def contains(self, arguments: Sequence[Node]) -> str:
        first, second = arguments
        several = isinstance(first, Reference) and self.several.get(first.ref.id, False)
        return f"{'selected' if several else 'contains'}({self.node(first, 0)}, {self.node(second, 0)})"
