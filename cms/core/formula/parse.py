"""From text to a tree. Whatever is wrong is a FormulaError with its place; nothing else is ever raised."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedCharacters, UnexpectedToken, v_args
from lark.exceptions import VisitError
from lark.visitors import Transformer_NonRecursive

from cms.core.formula.complaints import complain_about_character, complain_about_token
from cms.core.formula.errors import FormulaError, _
from cms.core.formula.functions.table import ALIASES, CONSTANTS, FUNCTIONS, canonical_name
from cms.core.formula.limits import MAX_DEPTH, MAX_DIGITS, MAX_NODES, MAX_TEXT
from cms.core.formula.nodes import Binary, Call, Node, Number, Ref, Reference, Text, Truth, Unary, as_json, children
from cms.core.formula.normalise import half_width
from cms.core.formula.suggest import nearest
from cms.core.formula.values import bounded

# Returns what the name between the brackets means; raises NameFault when it means nothing.
Resolve = Callable[[str, int, int], Ref]

_ID = r"[^\[\]#?.\s]+"
_STORED = re.compile(
    rf"#(?P<field>{_ID})\Z|#(?P<table>{_ID})\.#(?P<column>{_ID})\Z|(?P<kind>row|last|up|line)\.#(?P<id>{_ID})\Z"
)
_OPERATORS = {"==": "=", "!=": "<>", "≠": "<>", "≤": "<=", "≥": ">="}


class NameFault(Exception):
    """A name that means nothing; the parser adds the place."""

    def __init__(self, code: str, message: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.message, self.params = code, message, params


def stored_ref(inner: str) -> Ref | None:
    """Return what an id form such as #id, #t.#c, row.#c, up.#c, line.#r or last.#id refers to; None if it is none."""
    match = _STORED.match(inner)
    if not match:
        return None
    if match["field"]:
        return Ref("field", match["field"])
    if match["table"]:
        return Ref("column", match["table"], match["column"])
    return Ref(match["kind"], match["id"])  # type: ignore[arg-type]


def stored_form(ref: Ref) -> str:
    """Return the id form of a reference, with its brackets."""
    if ref.kind == "column":
        return f"[#{ref.id}.#{ref.column}]"
    return f"[#{ref.id}]" if ref.kind == "field" else f"[{ref.kind}.#{ref.id}]"


def inner_of(token: str) -> str:
    """Return what stands between the brackets of a name, its doubled brackets as single ones."""
    inner = token[1:-1]
    return inner if token[0] == "【" else inner.replace("]]", "]").replace("］］", "］")


def _resolve_stored(inner: str, start: int, end: int) -> Ref:
    ref = stored_ref(inner.strip())
    if ref is None:
        raise NameFault(
            "not_stored", _("“%(name)s” is not an id. Names must be turned into ids first."), name=inner[:50]
        )
    return ref


@v_args(inline=True)
class _Builder(Transformer_NonRecursive[Token, Node]):
    """Makes the nodes from the leaves upwards without recursion: however deep the text is, the bounds speak first."""

    def __init__(self, resolve: Resolve, text: str) -> None:
        super().__init__(visit_tokens=False)
        self.resolve, self.source = resolve, text
        self.count = 0

    def _fail(self, code: str, message: str, offset: int, **params: str | int) -> FormulaError:
        return FormulaError(code, message, text=self.source, offset=offset, params=params)

    def _made(self, node: Node) -> Any:
        self.count += 1
        below = children(node)
        depth = 1 + max((child.depth for child in below), default=0)
        if depth > MAX_DEPTH:
            message = _(
                "The formula is nested more than %(most)s deep. Use SUM(…) for long sums, or split the formula."
            )
            raise self._fail("too_deep", message, node.start, most=MAX_DEPTH)
        if self.count > MAX_NODES:
            message = _("The formula has more than %(most)s parts. Split it into several fields.")
            raise self._fail("too_large", message, node.start, most=MAX_NODES)
        return replace(node, depth=depth, size=1 + sum(child.size for child in below)) if below else node

    def number(self, token: Token) -> Node:
        value = Decimal(str(token))
        if value.adjusted() >= MAX_DIGITS or len(token) > 2 * MAX_DIGITS:
            message = _("The number has too many digits. At most %(most)s are possible.")
            raise self._fail("digits", message, token.start_pos or 0, most=MAX_DIGITS)
        return self._made(Number(start=token.start_pos or 0, end=token.end_pos or 0, value=bounded(value)))

    def string(self, token: Token) -> Node:
        inner = token[1:-1]
        straight = token[0] == '"'
        value = inner.replace('""', '"') if straight else inner.replace("““", "“").replace("””", "”")
        return self._made(Text(start=token.start_pos or 0, end=token.end_pos or 0, value=value))

    def reference(self, token: Token) -> Node:
        start, end = token.start_pos or 0, token.end_pos or 0
        try:
            ref = self.resolve(inner_of(str(token)), start, end)
        except NameFault as fault:
            raise self._fail(fault.code, fault.message, start, **fault.params) from fault
        return self._made(Reference(start=start, end=end, ref=ref))

    def constant(self, token: Token) -> Node:
        value = CONSTANTS.get(canonical_name(token))
        if value is not None:
            return self._made(Truth(start=token.start_pos or 0, end=token.end_pos or 0, value=value))
        if canonical_name(token) in FUNCTIONS:
            message = _("The function “%(name)s” needs brackets: %(name)s(…).")
        else:
            message = _("“%(name)s” has no meaning by itself. Put a field in brackets: [%(name)s]; a text in quotes.")
        raise self._fail("bare_name", message, token.start_pos or 0, name=str(token))

    def call(self, name: Token, left: Token, *rest: Any) -> Node:
        arguments: tuple[Node, ...] = rest[0] if len(rest) == 2 else ()
        start, end = name.start_pos or 0, rest[-1].end_pos
        known = canonical_name(name)
        if known in CONSTANTS and not arguments:
            return self._made(Truth(start=start, end=end, value=CONSTANTS[known]))
        if known not in FUNCTIONS:
            guess = nearest(name.upper(), [*FUNCTIONS, *ALIASES])
            message = (
                _("There is no function “%(name)s”. Did you mean “%(guess)s”?")
                if guess
                else _("There is no function “%(name)s”. Choose one from the list.")
            )
            raise self._fail("function", message, start, name=str(name), guess=guess)
        return self._made(Call(start=start, end=end, name=known, arguments=arguments))

    def arguments(self, *parts: Any) -> tuple[Node, ...]:
        return tuple(part for part in parts if isinstance(part, Node))

    def group(self, left: Token, node: Node, right: Token) -> Node:
        return replace(node, start=left.start_pos or 0, end=right.end_pos or 0)

    def prefix(self, sign: Token, operand: Node) -> Node:
        return self._made(Unary(start=sign.start_pos or 0, end=operand.end, operator=str(sign), operand=operand))

    def postfix(self, operand: Node, sign: Token) -> Node:
        return self._made(Unary(start=operand.start, end=sign.end_pos or 0, operator="%", operand=operand))

    def binary(self, left: Node, operator: Token, right: Node) -> Node:
        sign = _OPERATORS.get(operator, str(operator))
        return self._made(Binary(start=left.start, end=right.end, operator=sign, left=left, right=right))


_GRAMMAR = Lark(
    (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8"), parser="lalr", maybe_placeholders=False
)


def build(text: str, resolve: Resolve) -> Node:
    """Return the tree of a text whose names `resolve` understands; FormulaError when there is none."""
    if len(text) > MAX_TEXT:
        message = _("The formula is longer than %(most)s characters. Split it into several fields.")
        raise FormulaError("too_long", message, text=text, offset=MAX_TEXT, params={"most": MAX_TEXT})
    normal = half_width(text)
    if not normal.strip():
        raise FormulaError("empty", _("The formula is empty. Type one such as [Income] - [Costs]."), text=text)
    try:
        return _Builder(resolve, text).transform(_GRAMMAR.parse(normal))
    except UnexpectedCharacters as error:
        raise complain_about_character(error, normal, text) from error
    except UnexpectedToken as error:
        raise complain_about_token(error, normal, text) from error
    except VisitError as error:
        raise error.orig_exc from None


@dataclass(frozen=True)
class Formula:
    """A formula with ids, ready to be evaluated. Equal texts are equal formulas."""

    text: str
    root: Node

    def __hash__(self) -> int:
        """Return the hash of the text, which decides everything else."""
        return hash(self.text)

    @cached_property
    def ast(self) -> list[Any]:
        """Return the form that JSON holds and the browser evaluates."""
        return as_json(self.root)

    @cached_property
    def refs(self) -> frozenset[Ref]:
        """Return everything that the formula reads."""
        return frozenset(node.ref for node in self.nodes() if isinstance(node, Reference))

    @cached_property
    def functions(self) -> frozenset[str]:
        """Return the names of the functions that it calls."""
        return frozenset(node.name for node in self.nodes() if isinstance(node, Call))

    @cached_property
    def tables(self) -> frozenset[str]:
        """Return the rule tables that LOOKUP reads, as far as they are named by a constant text."""
        calls = (node for node in self.nodes() if isinstance(node, Call) and node.name == "LOOKUP" and node.arguments)
        return frozenset(call.arguments[0].value for call in calls if isinstance(call.arguments[0], Text))

    def nodes(self) -> Iterator[Node]:
        """Yield every node, the root first."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(children(node)))


@lru_cache(maxsize=4_096)
def parse(text: str) -> Formula:
    """Return the formula of a text with ids; FormulaError says what is wrong with it, and where."""
    return Formula(text, build(text, _resolve_stored))
