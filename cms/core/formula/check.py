"""Static checks: what cannot be right whatever is answered. Places are those of the text with labels."""

from dataclasses import dataclass

from cms.core.formula.errors import FormulaError, _
from cms.core.formula.functions.table import FUNCTIONS, ArgumentKind
from cms.core.formula.labels import Shown, shown
from cms.core.formula.name_index import Name
from cms.core.formula.names import Names, misplaced
from cms.core.formula.nodes import Binary, Call, Node, Number, Reference, Text, Truth, Unary
from cms.core.formula.parse import Formula
from cms.core.formula.suggest import nearest
from cms.core.formula.values import dated, numeric

NUMBER, TEXT, DATE, BOOLEAN = "number", "text", "date", "boolean"
ANYTHING = frozenset({NUMBER, TEXT, DATE, BOOLEAN})


@dataclass(frozen=True, slots=True)
class Type:
    """What a part can come to. `words` is the text itself when it is a constant; `many` says that it is a list."""

    kinds: frozenset[str]
    many: bool = False
    words: str | None = None
    name: Name | None = None

    def can_be(self, kind: str) -> bool:
        """Say whether the part can serve as this kind."""
        if kind in self.kinds or kind == TEXT:
            return True
        if kind == NUMBER:
            return BOOLEAN in self.kinds or (self.words is not None and _is_number(self.words))
        if kind == DATE:
            return self.words is not None and dated(self.words) is not None
        return NUMBER in self.kinds and self.words is None


def _is_number(words: str) -> bool:
    return words.strip() != "" and len(words) <= 40 and numeric(words) is not None


_ANY = Type(ANYTHING)
_RESULTS = {kind: Type(frozenset({kind})) for kind in ANYTHING}


class _Checker:
    def __init__(self, formula: Formula, names: Names, row_of: str | None) -> None:
        self.formula, self.names, self.row_of = formula, names, row_of
        self.shown: Shown = shown(formula.text, names, row_of)
        self.found: list[FormulaError] = []

    def complain(self, code: str, message: str, node: Node, **params: str | int) -> None:
        offset = self.shown.offset(node.start)
        self.found.append(FormulaError(code, message, text=self.shown.text, offset=offset, params=params))

    def piece(self, node: Node) -> str:
        """Return a part of the formula as people see it."""
        return self.shown.text[self.shown.offset(node.start) : self.shown.offset(node.end)][:60]

    def infer(self, node: Node) -> Type:
        match node:
            case Number() | Truth():
                return _RESULTS[NUMBER if isinstance(node, Number) else BOOLEAN]
            case Text():
                return Type(frozenset({TEXT}), words=node.value)
            case Reference():
                return self.reference(node)
            case Unary():
                self.need(node.operand, NUMBER)
                return _RESULTS[NUMBER]
            case Binary():
                return self.binary(node)
            case Call():
                return self.call(node)
        raise TypeError(node)

    def reference(self, node: Reference) -> Type:
        ref = node.ref
        fault = misplaced(ref.kind, self.row_of) if ref.kind in ("row", "up", "line") else ""
        if fault:
            self.complain("no_row", fault, node, name=self.piece(node))
            return _ANY
        name = self.names.name_of(ref, self.row_of)
        if name is None:
            message = _("The field “%(name)s” no longer exists. Choose another one.")
            self.complain("unknown", message, node, name=self.piece(node))
            return Type(ANYTHING, many=ref.kind == "column")
        if name.kind == "table":
            message = _("“%(name)s” is a table. Name one of its columns: [table.column].")
            self.complain("table", message, node, name=name.label)
            return Type(ANYTHING, many=True)
        many = ref.kind == "column" or name.many or name.kind in ("list", "file")
        kinds = frozenset({name.kind}) if name.kind in ANYTHING else frozenset({TEXT})
        return Type(kinds, many=many, name=name)

    def need(self, node: Node, kind: str, *, many: bool = False) -> Type:
        """Complain unless the node can serve as this kind."""
        found = self.infer(node)
        if found.many and not many:
            message = _(
                "“%(piece)s” is a list; one value is needed. Use SUM, COUNTIF, IN or another function for lists."
            )
            self.complain("list", message, node, piece=self.piece(node))
        elif not found.can_be(kind):
            self.complain(f"not_{kind}", _NEEDED[kind], node, piece=self.piece(node))
        return found

    def binary(self, node: Binary) -> Type:
        if node.operator == "&":
            self.need(node.left, TEXT)
            self.need(node.right, TEXT)
            return _RESULTS[TEXT]
        if node.operator in ("+", "-"):
            return self.sum(node)
        if node.operator in ("*", "/", "^"):
            self.need(node.left, NUMBER)
            self.need(node.right, NUMBER)
            if node.operator == "/" and isinstance(node.right, Number) and node.right.value == 0:
                self.complain("zero", _("The divisor is always 0."), node.right)
            return _RESULTS[NUMBER]
        return self.comparison(node)

    def sum(self, node: Binary) -> Type:
        left, right = self.infer(node.left), self.infer(node.right)
        if DATE in left.kinds or DATE in right.kinds:
            self.no_list(node.left, left)
            self.no_list(node.right, right)
            return self.sum_with_dates(node, left, right)
        for side, found in ((node.left, left), (node.right, right)):
            if found.many:
                self.no_list(side, found)
            elif not found.can_be(NUMBER):
                self.complain("not_number", _NEEDED[NUMBER], side, piece=self.piece(side))
        return _RESULTS[NUMBER]

    def sum_with_dates(self, node: Binary, left: Type, right: Type) -> Type:
        only_left, only_right = left.kinds == {DATE}, right.kinds == {DATE}
        if only_left and only_right:
            if node.operator == "+":
                message = _("Two dates cannot be added. Their difference is the days between them.")
                self.complain("dates_added", message, node)
            return _RESULTS[NUMBER]
        from_number = only_right and node.operator == "-" and not left.can_be(DATE)
        if from_number:
            message = _("A date cannot be taken away from “%(piece)s”.")
            self.complain("not_date", message, node.left, piece=self.piece(node.left))
        for side, found in ((node.left, left), (node.right, right)):
            neither = not found.can_be(NUMBER) and not found.can_be(DATE)
            if neither and not found.many and not (from_number and side is node.left):
                self.complain("not_number", _NEEDED[NUMBER], side, piece=self.piece(side))
        if only_left or (only_right and node.operator == "+"):
            return _RESULTS[DATE]
        return Type(frozenset({NUMBER, DATE}))

    def no_list(self, node: Node, found: Type) -> None:
        if found.many:
            message = _(
                "“%(piece)s” is a list; one value is needed. Use SUM, COUNTIF, IN or another function for lists."
            )
            self.complain("list", message, node, piece=self.piece(node))

    def comparison(self, node: Binary) -> Type:
        left, right = self.infer(node.left), self.infer(node.right)
        self.no_list(node.left, left)
        self.no_list(node.right, right)
        if not left.many and not right.many:
            if not _comparable(left, right):
                message = _("“%(left)s” and “%(right)s” are of different kinds and cannot be compared.")
                self.complain("mixed", message, node, left=self.piece(node.left), right=self.piece(node.right))
            elif node.operator in ("=", "<>"):
                self.option(left, right, node.right)
                self.option(right, left, node.left)
        return _RESULTS[BOOLEAN]

    def option(self, field: Type, value: Type, node: Node) -> None:
        """Complain when a constant is none of the options of a choice field."""
        if not field.name or not field.name.options or not value.words:
            return
        if value.words.strip().lower() in {option.lower() for option in field.name.options}:
            return
        guess = nearest(value.words, field.name.options)
        message = (
            _("“%(value)s” is not an option of “%(field)s”. Did you mean “%(guess)s”?")
            if guess
            else _("“%(value)s” is not an option of “%(field)s”.")
        )
        self.complain("option", message, node, value=value.words, field=field.name.label, guess=guess)

    def call(self, node: Call) -> Type:
        function = FUNCTIONS[node.name]
        count = len(node.arguments)
        if not function.least <= count <= function.most:
            message = _("%(function)s takes %(least)s to %(most)s values, not %(count)s.")
            if function.least == function.most:
                message = _("%(function)s takes exactly %(least)s values, not %(count)s.")
            self.complain(
                "count", message, node, function=node.name, least=function.least, most=function.most, count=count
            )
        found = [
            self.argument(node.name, argument, function.kind_of(index))
            for index, argument in enumerate(node.arguments)
            if function.arguments
        ]
        _extra(self, node, found)
        return self.result(node, found)

    def argument(self, function: str, node: Node, kind: ArgumentKind) -> Type:
        if kind in ANYTHING:
            return self.need(node, kind, many=function in ("AND", "OR"))
        if kind == "numbers":
            return self.need(node, NUMBER, many=True)
        found = self.infer(node)
        if kind == "field" and not isinstance(node, Reference):
            message = _("%(function)s needs a field in brackets, not “%(piece)s”.")
            self.complain("not_field", message, node, function=function, piece=self.piece(node))
        if kind == "any" and function not in ("IF", "IFERROR"):
            self.no_list(node, found)
        return found

    def result(self, node: Call, found: list[Type]) -> Type:
        function = FUNCTIONS[node.name]
        if node.name in ("IF", "IFERROR"):
            parts = found[1:] if node.name == "IF" else found
            if not parts:
                return _ANY
            return Type(frozenset().union(*(part.kinds for part in parts)), many=any(part.many for part in parts))
        if function.result == "least":
            dates = [DATE in part.kinds for part in found]
            return _RESULTS[DATE] if dates and all(dates) else _RESULTS[NUMBER] if not any(dates) else _ANY
        return _RESULTS.get(function.result, _ANY)


_NEEDED = {
    NUMBER: _("“%(piece)s” is not a number, but a number is needed here."),
    DATE: _("“%(piece)s” is not a date, but a date is needed here."),
    BOOLEAN: _('“%(piece)s” is not a condition. Compare it with something, such as [field]="value".'),
    TEXT: _("“%(piece)s” is not text, but text is needed here."),
}


def _comparable(left: Type, right: Type) -> bool:
    if left.kinds & right.kinds or left.words == "" or right.words == "":
        return True
    return any(
        one.words is not None
        and ((NUMBER in other.kinds and _is_number(one.words)) or (DATE in other.kinds and one.can_be(DATE)))
        for one, other in ((left, right), (right, left))
    )


def _extra(checker: _Checker, node: Call, found: list[Type]) -> None:
    """Check what only one function asks for."""
    if node.name == "IN" and found and found[0].name:
        for argument, kind in zip(node.arguments[1:], found[1:], strict=False):
            checker.option(found[0], kind, argument)
    if node.name == "CONTAINS" and len(found) == 2 and found[0].name and found[0].name.kind == "list":
        checker.option(found[0], found[1], node.arguments[1])
    if node.name == "LOOKUP" and node.arguments and not isinstance(node.arguments[0], Text):
        message = _("The first value of LOOKUP must be the name of a rule table in quotation marks.")
        checker.complain("rule_table", message, node.arguments[0])


def problems(formula: Formula, names: Names, want: str | None = None, row_of: str | None = None) -> list[FormulaError]:
    """Return what is wrong with a formula whatever is answered, in the order of the text.

    `want` is what it must come to ("number", "text", "date" or "boolean"); `row_of` the table in whose rows it stands.
    Places are those of the text that to_labels shows.
    """
    checker = _Checker(formula, names, row_of)
    result = checker.infer(formula.root)
    if want and result.many:
        checker.no_list(formula.root, result)
    elif want == NUMBER and result.kinds == {BOOLEAN}:
        checker.complain("result", _WANTED[NUMBER], formula.root)
    elif want and not result.can_be(want):
        checker.complain("result", _WANTED[want], formula.root)
    return sorted(checker.found, key=lambda error: error.offset)


_WANTED = {
    NUMBER: _("The formula must come to a number."),
    TEXT: _("The formula must come to text."),
    DATE: _("The formula must come to a date."),
    BOOLEAN: _("The formula must come to TRUE or FALSE. Compare something, such as [field]>0."),
}
