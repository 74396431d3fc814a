"""The typed syntax tree of a formula, and its JSON form for the browser. Every node knows its place in the text."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

RefKind = Literal["field", "column", "row", "last", "up", "line"]


# All rows of the form that people fill in.
EVERY_LINE = "*"


class Ref(NamedTuple):
    """What a formula reads: a field, a column of a table (`id` is the table), a column of this row, last year's field.

    Of kind "row", `id` is the column; of kind "up" too, in the row around this one. Of kind "line", `id` is a row of
    the form in the column at hand, or EVERY_LINE.
    """

    kind: RefKind
    id: str
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A piece of a formula: text[start:end]. `depth` and `size` count it and what is below it."""

    start: int
    end: int
    depth: int = 1
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A number as typed."""

    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """A text in quotation marks."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(Node):
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Node):
    """A name in brackets."""

    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Node):
    """A sign before, or % behind."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """Two operands: + - * / ^ & = <> < <= > >=."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """A function with its arguments; `name` is the English one in capitals."""

    name: str
    arguments: tuple[Node, ...]


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below."""
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Unary):
        return (node.operand,)
    return node.arguments if isinstance(node, Call) else ()


def as_json(node: Node) -> list[Any]:
    """Return the form in which the browser reads a formula: nested lists that begin with the kind of the node."""
    match node:
        case Number():
            return ["n", format(node.value, "f")]
        case Text() | Truth():
            return ["s" if isinstance(node, Text) else "b", node.value]
        case Reference():
            return _reference(node.ref)
        case Unary():
            return ["u", node.operator, as_json(node.operand)]
        case Binary():
            return ["o", node.operator, as_json(node.left), as_json(node.right)]
        case Call():
            return ["c", node.name, *(as_json(argument) for argument in node.arguments)]
    raise TypeError(node)


def _reference(ref: Ref) -> list[Any]:
    return ["r", ref.kind, ref.id, ref.column] if ref.kind == "column" else ["r", ref.kind, ref.id]
