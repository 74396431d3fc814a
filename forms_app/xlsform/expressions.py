"""Expressions of XLSForm → formulas with ids: a documented subset of XPath, the rest is refused. Pure Python."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from forms_app.engine.faults import _

LONGEST = 2000
DEEPEST = 60
_BLANK = '""'
_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{[^}]*\})|(?P<text>'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’)|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9:_-]*)|(?P<sign>!=|<=|>=|[=<>+\-*(),.|/\[\]]))"
)
# How tightly the operators bind, and what each is called in a formula.
_BINDS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_SIGNS = {"!=": "<>", "div": "/"}
_PLAIN = {
    "not": ("NOT", 1, 1),
    "if": ("IF", 3, 3),
    "sum": ("SUM", 1, 1),
    "count": ("COUNTA", 1, 1),
    "min": ("MIN", 1, 20),
    "max": ("MAX", 1, 20),
    "abs": ("ABS", 1, 1),
    "int": ("INT", 1, 1),
    "string-length": ("LEN", 1, 1),
    "concat": ("CONCAT", 1, 20),
    "contains": ("CONTAINS", 2, 2),
    "count-selected": ("COUNTA", 1, 1),
}


# What reads a column from end to end, also from within the table.
_OVER_ROWS = frozenset({"sum", "count", "count-non-empty"})


class ExpressionError(ValueError):
    """The expression cannot be translated. `message` is an English msgid with places for `params`."""

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass(frozen=True, slots=True)
class Target:
    """What ${name} stands for: the reference in a formula, and whether it holds a list of choices."""

    reference: str
    several: bool = False


# From a name, and whether it stands inside sum() or count(), to what it means; None if there is no such question.
Find = Callable[[str, bool], Target | None]


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    find: Find
    here: Target | None
    at: int = 0
    depth: int = 0
    aggregate: list[bool] = field(default_factory=list)

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise ExpressionError(_("The expression ends too early."))
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise ExpressionError(_("“%(sign)s” is missing in the expression."), sign=sign)
        self.at += 1

    def expression(self, least: int = 1) -> str:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(_("The expression is nested too deeply."))
        left = self.operand()
        while (binds := _BINDS.get(self.peek(), 0)) >= least:
            operator = self.take()[1]
            left = _joined(operator, left, self.expression(binds + 1))
        self.depth -= 1
        return left

    def operand(self) -> str:
        kind, token = self.take()
        if kind == "text":
            return '"{}"'.format(token[1:-1].replace('"', '""'))
        if kind == "name":
            return self.target(token).reference
        if kind == "word":
            return self.call(token)
        return token if kind == "number" else self.sign(token)

    def sign(self, token: str) -> str:
        """Return what begins with a sign: brackets, a minus, or the point that stands for the answer itself."""
        if token == "(":  # noqa: S105 - a bracket
            inner = self.expression()
            self.expect(")")
            return f"({inner})"
        if token == "-":  # noqa: S105 - a sign
            return f"-{self.expression(6)}"
        if token == "." and self.here is not None:  # noqa: S105 - a point
            return self.here.reference
        raise ExpressionError(_("“%(sign)s” cannot be translated here."), sign=token)

    def target(self, token: str) -> Target:
        name = token[2:-1].strip()
        found = self.find(name, bool(self.aggregate))
        if found is None:
            raise ExpressionError(_("There is no question with the name “%(name)s”."), name=name)
        return found

    def arguments(self) -> list[str]:
        self.expect("(")
        found: list[str] = []
        while self.peek() != ")":
            found.append(self.expression())
            if self.peek() != ",":
                break
            self.at += 1
        self.expect(")")
        return found

    def call(self, name: str) -> str:
        if name == "selected":
            return self.selected()
        if name in _OVER_ROWS:
            self.aggregate.append(True)
        arguments = self.arguments()
        if name in _OVER_ROWS:
            self.aggregate.pop()
        return _called(name, arguments)

    def selected(self) -> str:
        """selected(${x}, 'v'): the answer itself, or one of several."""
        self.expect("(")
        kind, token = self.take()
        several = self.target(token).several if kind == "name" else bool(self.here and self.here.several)
        reference = self.target(token).reference if kind == "name" else self.here.reference if self.here else ""
        self.expect(",")
        value = self.expression()
        self.expect(")")
        return f"CONTAINS({reference},{value})" if several else f"{reference}={value}"


def _joined(operator: str, left: str, right: str) -> str:
    if operator in ("and", "or"):
        return f"{operator.upper()}({left},{right})"
    if operator == "mod":
        return f"MOD({left},{right})"
    if operator in ("=", "!=") and _BLANK in (left, right):
        blank = f"ISBLANK({left if right == _BLANK else right})"
        return blank if operator == "=" else f"NOT({blank})"
    return f"{left}{_SIGNS.get(operator, operator)}{right}"


def _called(name: str, given: Sequence[str]) -> str:
    """Return a function as the formula language has it."""
    if name in _PLAIN:
        called, least, most = _PLAIN[name]
        _count(name, given, least, most)
        return f"{called}({','.join(given)})"
    made = _OTHERS.get(name)
    if made is None:
        message = _(
            "The function %(name)s() has no counterpart here. Empty the cell and write the rule in the builder."
        )
        raise ExpressionError(message, name=name)
    least, most, build = made
    _count(name, given, least, most)
    return build(list(given))


def _count(name: str, given: Sequence[str], least: int, most: int) -> None:
    if not least <= len(given) <= most:
        raise ExpressionError(_("%(name)s() has the wrong number of arguments."), name=name)


def _coalesce(given: list[str]) -> str:
    return f"IF(ISBLANK({given[0]}),{given[1]},{given[0]})"


def _day(given: list[str]) -> str:
    match = re.fullmatch(r'"(\d{4})-(\d{1,2})-(\d{1,2})"', given[0])
    return f"DATE({int(match[1])},{int(match[2])},{int(match[3])})" if match else given[0]


def _formatted(given: list[str]) -> str:
    """Return a date written as %Y-%m-%d says."""
    words = given[1][1:-1] if given[1].startswith('"') else "%"
    for sign, ours in (("%Y", "yyyy"), ("%y", "yy"), ("%m", "mm"), ("%n", "m"), ("%d", "dd"), ("%e", "d")):
        words = words.replace(sign, ours)
    if "%" in words:
        raise ExpressionError(_("format-date() knows %%Y %%y %%m %%n %%d %%e here."))
    return f'TEXT({given[0]},"{words}")'


def _part(given: list[str]) -> str:
    length = f"({given[2]})-({given[1]})" if len(given) > 2 else f"LEN({given[0]})"
    return f"MID({given[0]},{given[1]}+1,{length})"


_OTHERS: dict[str, tuple[int, int, Callable[[list[str]], str]]] = {
    "true": (0, 0, lambda given: "TRUE"),
    "false": (0, 0, lambda given: "FALSE"),
    "today": (0, 0, lambda given: "TODAY()"),
    "now": (0, 0, lambda given: "TODAY()"),
    "format-date": (2, 2, _formatted),
    "format-date-time": (2, 2, _formatted),
    "floor": (1, 1, lambda given: f"INT({given[0]})"),
    "ceiling": (1, 1, lambda given: f"-INT(-({given[0]}))"),
    "count-non-empty": (1, 1, lambda given: f"COUNTA({given[0]})"),
    "coalesce": (2, 2, _coalesce),
    "round": (1, 2, lambda given: f"ROUND({given[0]},{given[1] if len(given) > 1 else 0})"),
    "pow": (2, 2, lambda given: f"({given[0]})^({given[1]})"),
    "number": (1, 1, lambda given: given[0]),
    "string": (1, 1, lambda given: given[0]),
    "boolean": (1, 1, lambda given: given[0]),
    "date": (1, 1, _day),
    "starts-with": (2, 2, lambda given: f"LEFT({given[0]},LEN({given[1]}))={given[1]}"),
    "ends-with": (2, 2, lambda given: f"RIGHT({given[0]},LEN({given[1]}))={given[1]}"),
    "substr": (2, 3, _part),
}


def formula_from(text: str, find: Find, here: Target | None = None) -> str:
    """Return the formula with ids that an expression of XLSForm means; `here` is what “.” stands for.

    ExpressionError if it uses something that has no counterpart.
    """
    if len(text) > LONGEST:
        raise ExpressionError(_("The expression is longer than %(most)s characters."), most=LONGEST)
    reader = _Reader(_tokens(text), find, here)
    made = reader.expression()
    if reader.at < len(reader.tokens):
        raise ExpressionError(_("“%(sign)s” cannot be translated here."), sign=reader.peek())
    return made


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at, text = [], 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(_("“%(sign)s” cannot be translated here."), sign=text[at : at + 10])
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return tokens
